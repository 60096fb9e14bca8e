package org.meseta.master.registry;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.storage.LoggedState;
import org.meseta.storage.StateLog;

/** A log that does things when a test says so. */
final class HeldLog implements StateLog {
  final CompletableFuture<@Nullable Void> leads = new CompletableFuture<>();
  final Deque<Runnable> appends = new ArrayDeque<>();
  final Deque<CompletableFuture<@Nullable Void>> pending = new ArrayDeque<>();
  private final LoggedState state;
  boolean closed;

  HeldLog(LoggedState state) {
    this.state = state;
  }

  @Override
  public int limit() {
    return 1 << 20;
  }

  @Override
  public CompletionStage<@Nullable Void> leads() {
    return leads;
  }

  @Override
  public CompletionStage<@Nullable Void> append(byte[] record) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    appends.add(() -> state.apply(record));
    pending.add(done);
    return done;
  }

  void writeOne() {
    appends.remove().run();
    pending.remove().complete(null);
  }

  void failOne() {
    pending.remove().completeExceptionally(new IOException("the disk is full"));
  }

  @Override
  public void close() {
    closed = true;
  }
}
