package org.meseta.agent.gc;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.runs.Rubbish;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old sandboxes, the earlier the fuller the disk is: one after the other, by way of the
 * trash; and what others have put into a trash of their own. What cannot be removed is tried again
 * when the disk is looked at again. Belongs to the agent's loop.
 */
public final class GarbageCollector implements Rubbish {
  private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);

  private final Path folder;
  private final GcOptions options;
  private final Clock clock;
  private final Timers timers;
  private final Blocking disk;
  private final Trash trash;
  private final Metrics.Counter succeeded;
  private final Metrics.Counter failed;
  private final GcSchedule schedule = new GcSchedule();

  /** Old enough, and since when not needed. */
  private final Map<Path, Instant> due = new LinkedHashMap<>();

  /** In the trash. */
  private final Queue<Path> taken = new ArrayDeque<>();

  private final Queue<Path> stuck = new ArrayDeque<>();

  private final Map<Path, Runnable> whenRemoved = new HashMap<>();

  /** On its way into the trash, unless it is needed again. */
  private @Nullable Path taking;

  private boolean busy;
  private volatile int pending;
  private volatile double maxAgeSeconds;

  /**
   * @param folder on the file system that is watched
   * @param disk its answers come on the agent's loop
   */
  public GarbageCollector(
      Path folder,
      GcOptions options,
      Clock clock,
      Timers timers,
      Blocking disk,
      Trash trash,
      Metrics metrics) {
    this.folder = folder;
    this.options = options;
    this.clock = clock;
    this.timers = timers;
    this.disk = disk;
    this.trash = trash;
    this.succeeded = metrics.counter("gc/path_removals_succeeded");
    this.failed = metrics.counter("gc/path_removals_failed");
    metrics.gauge("gc/path_removals_pending", () -> pending);
    metrics.gauge("slave/executor_directory_max_allowed_age_secs", () -> maxAgeSeconds);
    maxAgeSeconds = options.delay().toNanos() / 1e9;
  }

  /** Begins to watch the disk, and to remove what former lives have left in the trash. */
  public void start() {
    timers.schedule(options.interval(), this::look);
    trash.content().whenComplete(this::begin);
  }

  private void begin(@Nullable List<Path> left, @Nullable Throwable failure) {
    if (left == null) {
      LOG.warn("Cannot tell what is left in the trash", failure);
    } else {
      taken.addAll(left);
      work();
    }
  }

  @Override
  public void discard(Path unneeded) {
    discardSince(unneeded, clock.now());
  }

  /**
   * Removes as soon as may be what is in nobody's way already.
   *
   * @param place may be gone; it is not waited for
   * @param removed runs on the loop when it is gone
   */
  public void remove(Path place, Runnable removed) {
    whenRemoved.put(place, removed);
    taken.add(place);
    work();
  }

  /** The folder has not been needed since a time that is known. */
  public void discardSince(Path unneeded, Instant time) {
    schedule.add(unneeded, time);
    count();
  }

  @Override
  public void keep(Path needed) {
    schedule.remove(needed);
    due.remove(needed);
    if (needed.equals(taking)) {
      taking = null;
    }
    count();
  }

  private void look() {
    disk.call(this::usage).whenComplete(this::looked);
  }

  private double usage() throws IOException {
    FileStore store = Files.getFileStore(folder);
    return 1 - (double) store.getUnallocatedSpace() / Math.max(1, store.getTotalSpace());
  }

  private void looked(@Nullable Double usage, @Nullable Throwable failure) {
    if (usage == null) {
      LOG.warn("Cannot tell how full the disk of {} is", folder, failure);
    } else {
      Duration age = GcSchedule.maxAge(options.delay(), options.headroom(), usage);
      maxAgeSeconds = age.toNanos() / 1e9;
      due.putAll(schedule.take(clock.now(), age));
      taken.addAll(stuck);
      stuck.clear();
      work();
    }
    timers.schedule(options.interval(), this::look);
  }

  /** One thing at a time: what waits in line here can still be kept. */
  private void work() {
    count();
    Iterator<Map.Entry<Path, Instant>> next = due.entrySet().iterator();
    if (busy) {
      return;
    }
    if (!taken.isEmpty()) {
      remove(taken.remove());
    } else if (next.hasNext()) {
      Map.Entry<Path, Instant> old = next.next();
      next.remove();
      take(old.getKey(), old.getValue());
    }
  }

  private void take(Path old, Instant since) {
    busy = true;
    taking = old;
    trash
        .take(old)
        .whenComplete(
            (place, failure) -> {
              busy = false;
              if (place != null) {
                LOG.info("Removing {}", old);
                taken.add(place);
              } else {
                failed(old, failure);
                if (taking != null) {
                  schedule.add(old, since);
                }
              }
              taking = null;
              work();
            });
  }

  private void remove(Path place) {
    busy = true;
    trash
        .remove(place)
        .whenComplete(
            (done, failure) -> {
              busy = false;
              if (failure == null) {
                succeeded.increment();
                Runnable removed = whenRemoved.remove(place);
                if (removed != null) {
                  removed.run();
                }
              } else {
                failed(place, failure);
                stuck.add(place);
              }
              work();
            });
  }

  private void failed(Path what, @Nullable Throwable failure) {
    failed.increment();
    LOG.warn("Cannot remove {} yet: {}", what, String.valueOf(failure));
  }

  private void count() {
    pending = schedule.size() + due.size() + taken.size() + stuck.size();
  }
}
