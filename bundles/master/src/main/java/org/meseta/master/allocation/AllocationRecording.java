package org.meseta.master.allocation;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.host.Candidate;
import org.meseta.recording.FileTape;
import org.meseta.recording.Recorder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One allocator's life, from its first moment on, in a file. */
final class AllocationRecording {
  private static final Logger LOG = LoggerFactory.getLogger(AllocationRecording.class);

  private final Path file;
  private final long limit;
  private final long seed;
  private final Clock clock;
  private final Blocking writer;
  private volatile @Nullable FileTape tape;
  private volatile boolean stopped;

  /**
   * @param file must not exist
   * @param limit in bytes
   * @param seed where the allocator's randomness begins
   * @param writer with one thread
   */
  AllocationRecording(Path file, long limit, long seed, Clock clock, Blocking writer) {
    this.file = file;
    this.limit = limit;
    this.seed = seed;
    this.clock = clock;
    this.writer = writer;
  }

  /**
   * Makes the allocator. On its loop.
   *
   * @param onLoop whether the caller runs there; is asked from any thread
   */
  Allocator make(
      Candidate<AllocatorFactory> candidate, AllocatorContext context, BooleanSupplier onLoop) {
    FileTape made =
        new FileTape(file, limit, writer, why -> LOG.info("Recording {} has ended: {}", file, why));
    tape = made;
    if (stopped) {
      made.end("it was stopped");
    }
    LOG.info("Allocator {} is recorded to {}, {} bytes at most", candidate, file, limit);
    String origin = candidate.origin().toString();
    return new Recorder(candidate.name(), origin, seed, clock, onLoop, made)
        .make(candidate.factory(), context);
  }

  boolean isOver() {
    FileTape made = tape;
    return stopped || (made != null && made.isOver());
  }

  /** From any thread. */
  void stop(String why) {
    stopped = true;
    FileTape made = tape;
    if (made != null) {
      made.end(why);
    }
  }
}
