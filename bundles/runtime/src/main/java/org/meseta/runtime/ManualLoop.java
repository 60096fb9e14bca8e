package org.meseta.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;

/** A loop that shares the one thread of {@link ManualTime}. */
final class ManualLoop implements EventLoop, Timers {
  private static final int BATCH = 256;

  private final String name;
  private final ManualTime time;
  private final List<Runnable> afterBatch = new ArrayList<>();
  private int backlog;
  private int inBatch;
  private boolean closed;
  private boolean abandoned;

  ManualLoop(String name, ManualTime time) {
    this.name = name;
    this.time = time;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Clock clock() {
    return time;
  }

  @Override
  public Timers timers() {
    return this;
  }

  @Override
  public boolean inLoop() {
    return time.current() == this;
  }

  @Override
  public void execute(Runnable task) {
    if (!closed) {
      backlog++;
      time.enqueue(this, task);
    }
  }

  @Override
  public <T> CompletionStage<T> ask(Supplier<T> question) {
    Question<T> asked = new Question<>(question);
    if (closed) {
      return asked.refuse(name);
    }
    execute(asked);
    return asked;
  }

  @Override
  public void afterBatch(Runnable task) {
    afterBatch.add(task);
  }

  @Override
  public int backlog() {
    return backlog;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public void abandon() {
    closed = true;
    abandoned = true;
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return time.schedule(this, delay, task);
  }

  /** Runs what waited longest; whatever was accepted runs, closed or not. */
  void perform(Runnable task) {
    if (!abandoned) {
      time.perform(this, task);
    }
    backlog--;
    if (!abandoned) {
      endBatch();
    }
  }

  void performTimer(Runnable task) {
    if (!closed) {
      time.perform(this, task);
      endBatch();
    }
  }

  private void endBatch() {
    inBatch++;
    if (backlog == 0 || inBatch >= BATCH) {
      inBatch = 0;
      List.copyOf(afterBatch).forEach(task -> time.perform(this, task));
    }
  }
}
