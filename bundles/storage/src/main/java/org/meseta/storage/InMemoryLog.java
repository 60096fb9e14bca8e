package org.meseta.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps nothing: what is appended is applied at once and forgotten with the process. */
public final class InMemoryLog implements StateLog {
  private static final int LIMIT = 1 << 24;

  private final LoggedState state;

  public InMemoryLog(LoggedState state) {
    this.state = state;
  }

  @Override
  public int limit() {
    return LIMIT;
  }

  @Override
  public CompletionStage<@Nullable Void> leads() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletionStage<@Nullable Void> append(byte[] record) {
    if (record.length > LIMIT) {
      throw new IllegalArgumentException(
          "A record of " + record.length + " bytes is larger than " + LIMIT);
    }
    state.apply(record);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
