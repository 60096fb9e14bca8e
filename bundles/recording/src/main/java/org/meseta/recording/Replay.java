package org.meseta.recording;

import java.io.IOException;
import org.meseta.plugin.allocator.AllocatorFactory;

/** Does again what was recorded. Everything runs in the caller's thread, as fast as it can. */
public final class Replay {
  private Replay() {}

  /**
   * Gives the allocator that was recorded the same input at the same times, and compares every
   * decision. Ends at the first that is different.
   *
   * @param recording at its start
   */
  public static ReplayReport exactly(Recording recording, AllocatorFactory factory)
      throws IOException {
    return new ExactReplay(recording).run(factory);
  }

  /**
   * Asks an allocator what it would have decided, each time that the recorded one decided.
   *
   * @param recording at its start
   */
  public static ReplayReport otherwise(
      Recording recording, AllocatorFactory factory, Changes changes) throws IOException {
    return new OtherReplay(recording, changes).run(factory);
  }
}
