package org.meseta.storage;

import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A log of the changes of a state. What was acknowledged is found again when the log is opened the
 * next time, or the log is refused. All methods may be called from any thread.
 *
 * <p>Members of a group may keep the same log: only one of them leads, and only that one appends.
 */
public interface StateLog extends AutoCloseable {

  /** The largest record, in bytes. */
  int limit();

  /**
   * Completes, on any thread, when this member leads and its state has all that was ever
   * acknowledged. Fails with an {@link IOException} if it never will.
   */
  CompletionStage<@Nullable Void> leads();

  /**
   * Adds a change. Records are kept in the order of calls; those that come while others are being
   * written are written together.
   *
   * @return completes, on any thread and in the order of calls, when the record is durable and
   *     applied to the state: then it is acknowledged. If it fails with an {@link IOException} the
   *     record may or may not be kept, and so do all that follow
   * @throws IllegalArgumentException if the record is larger than the limit; nothing has changed
   *     then
   */
  CompletionStage<@Nullable Void> append(byte[] record);

  /** Ends it. May block for a moment. Records that were not acknowledged are as in a crash. */
  @Override
  void close();
}
