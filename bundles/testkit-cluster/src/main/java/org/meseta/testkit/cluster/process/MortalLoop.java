package org.meseta.testkit.cluster.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;
import org.meseta.runtime.EventLoop;

/** A loop of a process: stops when the process does, and may stand still for a while. */
final class MortalLoop implements EventLoop, Timers {
  private final MortalRuntime process;
  private final String name;
  private final EventLoop loop;
  private final Queue<Runnable> held = new ArrayDeque<>();
  private long stalledUntil;
  private boolean closed;

  MortalLoop(MortalRuntime process, String name, EventLoop loop) {
    this.process = process;
    this.name = name;
    this.loop = loop;
    this.stalledUntil = loop.clock().nanoTime();
  }

  boolean isOf(String part) {
    return name.startsWith(part);
  }

  void stall(Duration span) {
    stalledUntil = loop.clock().nanoTime() + span.toNanos();
    loop.timers().schedule(span, this::goOn);
  }

  private void goOn() {
    if (!isStalled()) {
      List<Runnable> waiting = List.copyOf(held);
      held.clear();
      waiting.forEach(loop::execute);
    }
  }

  private boolean isStalled() {
    return stalledUntil - loop.clock().nanoTime() > 0;
  }

  boolean isBehind() {
    return isStalled() || !held.isEmpty() || loop.backlog() > 0;
  }

  /** The task as it runs: not at all if the process is dead by then, later if it stands still. */
  private Runnable mortal(Runnable task) {
    return () -> {
      if (process.isDead()) {
        return;
      }
      if (isStalled() || !held.isEmpty()) {
        held.add(mortal(task));
      } else {
        task.run();
      }
    };
  }

  @Override
  public String name() {
    return loop.name();
  }

  @Override
  public Clock clock() {
    return loop.clock();
  }

  @Override
  public Timers timers() {
    return this;
  }

  @Override
  public boolean inLoop() {
    return loop.inLoop();
  }

  @Override
  public void execute(Runnable task) {
    if (!process.isDead()) {
      loop.execute(mortal(task));
    }
  }

  @Override
  public <T> CompletionStage<T> ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (closed) {
      answer.completeExceptionally(new RejectedExecutionException("loop " + name + " is closed"));
    } else {
      execute(() -> complete(answer, question));
    }
    return answer;
  }

  @SuppressWarnings("CatchingUnchecked") // whatever it throws is its answer
  private static <T> void complete(CompletableFuture<T> answer, Supplier<T> question) {
    try {
      answer.complete(question.get());
    } catch (Throwable e) {
      answer.completeExceptionally(e);
    }
  }

  @Override
  public void afterBatch(Runnable task) {
    loop.afterBatch(
        () -> {
          if (!process.isDead()) {
            task.run();
          }
        });
  }

  @Override
  public int backlog() {
    return loop.backlog() + held.size();
  }

  @Override
  public void close() {
    closed = true;
    loop.close();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return loop.timers().schedule(delay, mortal(task));
  }
}
