package org.meseta.agent.gc;

import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.runs.Rubbish;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes old sandboxes, the earlier the fuller the disk is. Belongs to the agent's loop. */
public final class GarbageCollector implements Rubbish {
  private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);

  private final Path folder;
  private final GcOptions options;
  private final Clock clock;
  private final Timers timers;
  private final Blocking disk;
  private final Metrics.Counter succeeded;
  private final Metrics.Counter failed;
  private final GcSchedule schedule = new GcSchedule();
  private final Set<Path> removing = new HashSet<>();
  private volatile int pending;
  private volatile double maxAgeSeconds;

  /**
   * @param folder on the file system that is watched
   * @param disk its answers come on the agent's loop
   */
  public GarbageCollector(
      Path folder, GcOptions options, Clock clock, Timers timers, Blocking disk, Metrics metrics) {
    this.folder = folder;
    this.options = options;
    this.clock = clock;
    this.timers = timers;
    this.disk = disk;
    this.succeeded = metrics.counter("gc/path_removals_succeeded");
    this.failed = metrics.counter("gc/path_removals_failed");
    metrics.gauge("gc/path_removals_pending", () -> pending);
    metrics.gauge("slave/executor_directory_max_allowed_age_secs", () -> maxAgeSeconds);
    maxAgeSeconds = options.delay().toNanos() / 1e9;
  }

  /** Begins to watch the disk. */
  public void start() {
    timers.schedule(options.interval(), this::look);
  }

  @Override
  public void discard(Path unneeded) {
    discardSince(unneeded, clock.now());
  }

  /** The folder has not been needed since a time that is known. */
  public void discardSince(Path unneeded, Instant time) {
    schedule.add(unneeded, time);
    pending = schedule.size();
  }

  @Override
  public void keep(Path needed) {
    schedule.remove(needed);
    pending = schedule.size();
  }

  private void look() {
    disk.call(this::usage).whenComplete(this::looked);
  }

  private double usage() throws java.io.IOException {
    FileStore store = Files.getFileStore(folder);
    return 1 - (double) store.getUnallocatedSpace() / Math.max(1, store.getTotalSpace());
  }

  private void looked(@Nullable Double usage, @Nullable Throwable failure) {
    if (usage == null) {
      LOG.warn("Cannot tell how full the disk of {} is", folder, failure);
    } else {
      Duration age = GcSchedule.maxAge(options.delay(), options.headroom(), usage);
      maxAgeSeconds = age.toNanos() / 1e9;
      schedule.take(clock.now(), age).forEach(this::remove);
      pending = schedule.size();
    }
    timers.schedule(options.interval(), this::look);
  }

  private void remove(Path old) {
    if (!removing.add(old)) {
      return;
    }
    disk.call(() -> TreeRemoval.remove(old))
        .whenComplete(
            (done, failure) -> {
              removing.remove(old);
              removed(old, failure);
            });
  }

  private void removed(Path old, @Nullable Throwable failure) {
    if (failure == null) {
      succeeded.increment();
      LOG.info("Removed {}", old);
    } else {
      failed.increment();
      LOG.warn("Cannot remove {}: {}", old, failure.toString());
    }
  }
}
