package org.meseta.master.allocation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.host.Candidate;
import org.meseta.plugin.host.Lane;
import org.meseta.plugin.host.PluginEntry;
import org.meseta.plugin.host.PluginMetrics;

/** One allocator on its lane. Used on the master's loop unless said otherwise. */
final class Instance {
  final Candidate<AllocatorFactory> candidate;
  final PluginEntry entry;
  final long generation;
  private final Lane lane;
  private final PluginMetrics metrics;
  private final Metrics.Counter failures;
  private final @Nullable AllocationRecording recording;

  /** What was to be told while it was being made. */
  private final List<Input> since = new ArrayList<>();

  private long told;
  private final AtomicLong heard = new AtomicLong();
  private volatile @Nullable Allocator allocator;

  Instance(
      Candidate<AllocatorFactory> candidate,
      PluginEntry entry,
      long generation,
      Lane lane,
      PluginMetrics metrics,
      Metrics.Counter failures,
      @Nullable AllocationRecording recording) {
    this.candidate = candidate;
    this.entry = entry;
    this.generation = generation;
    this.lane = lane;
    this.metrics = metrics;
    this.failures = failures;
    this.recording = recording;
  }

  /** Makes it and tells it all there is; it is paused afterwards. */
  CompletableFuture<Boolean> start(HostContext context, List<Input> inputs) {
    return lane.ask(
        "create",
        () -> {
          Allocator made = make(context);
          if (made == null) {
            throw new IllegalStateException("create gave null");
          }
          allocator = made;
          made.pause();
          inputs.forEach(input -> input.tell(made));
          return CompletableFuture.completedFuture(true);
        });
  }

  private Allocator make(HostContext context) {
    return recording == null
        ? candidate.factory().create(context)
        : recording.make(candidate, context, lane::isCurrent);
  }

  /** Whether all that it does is written down. */
  boolean isRecorded() {
    return recording != null && !recording.isOver();
  }

  /** Nothing is written down any more. */
  void stopRecording(String why) {
    if (recording != null) {
      recording.stop(why);
    }
  }

  /** Is told this as soon as it runs. */
  void tellLater(Input input) {
    since.add(input);
  }

  int laterCount() {
    return since.size();
  }

  /**
   * It runs from now on.
   *
   * @param offering whether it may offer something; else it stays paused
   */
  void resume(boolean offering) {
    since.forEach(this::tell);
    since.clear();
    if (offering) {
      tell(new Input("resume", Allocator::resume));
    }
  }

  void tell(Input input) {
    Allocator now = allocator;
    if (now != null) {
      told++;
      lane.tell(
          input.what(),
          () -> {
            try {
              input.tell(now);
            } catch (RuntimeException | Error e) {
              failures.increment();
              throw e;
            } finally {
              heard.incrementAndGet();
            }
          });
    }
  }

  /**
   * Asks it something.
   *
   * @return completes on the master's loop
   */
  <T> CompletableFuture<T> ask(String what, Function<Allocator, T> question) {
    Allocator now = allocator;
    return now == null
        ? CompletableFuture.failedFuture(new IllegalStateException("the allocator is gone"))
        : lane.ask(what, () -> answer(now, question));
  }

  /** A question that fails says nothing about how it allocates. */
  private static <T> CompletableFuture<T> answer(Allocator asked, Function<Allocator, T> question) {
    try {
      return CompletableFuture.completedFuture(question.apply(asked));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** How many inputs it has dealt with. From any thread. */
  long heard() {
    return heard.get();
  }

  /** How many inputs it was given. */
  long told() {
    return told;
  }

  /** It has given what cannot be. */
  void garbage(String reason) {
    lane.garbage(reason);
  }

  int backlog() {
    return lane.backlog();
  }

  /** Ends it; what it has registered goes, whether it cares or not. */
  void close() {
    stopRecording("the allocator has gone");
    Allocator last = allocator;
    allocator = null;
    lane.close(
        () -> {
          if (last != null) {
            last.close();
          }
        },
        metrics::close);
  }
}
