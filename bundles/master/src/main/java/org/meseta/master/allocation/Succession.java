package org.meseta.master.allocation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.plugin.host.Candidate;
import org.meseta.plugin.host.Candidates;
import org.meseta.plugin.host.FailureText;
import org.meseta.plugin.host.Lane;
import org.meseta.plugin.host.Origin;
import org.meseta.plugin.host.PluginEntry;
import org.meseta.plugin.host.PluginMetrics;
import org.meseta.plugin.host.PluginState;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.Runtime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which allocator runs. A better candidate is made and told everything beside the one that runs,
 * and takes over when it is ready; if that fails, nothing has changed. Belongs to the master's
 * loop.
 */
final class Succession {
  private static final Logger LOG = LoggerFactory.getLogger(Succession.class);
  private static final String HOST = "master";
  private static final String KIND = "allocator";

  /** When nothing else is left, one that failed is given another chance after this. */
  static final Duration RETRY = Duration.ofMinutes(1);

  /** For so long it is no news that there is none. */
  private static final Duration MOMENT = Duration.ofSeconds(5);

  private final Runtime runtime;
  private final EventLoop home;
  private final AllocatorOptions options;
  private final AllocatorPlugins plugins;
  private final Supplier<List<Input>> everything;
  private final OfferSinks sinks;
  private final Metrics.Counter failures;
  private final Candidates<AllocatorFactory> candidates = new Candidates<>();
  private final Map<Candidate<AllocatorFactory>, PluginEntry> entries = new HashMap<>();
  private @Nullable Instance current;
  private @Nullable Instance next;
  private @Nullable PluginEntry missing;
  private long generations;
  private boolean closed;
  private boolean held;

  /**
   * @param everything what makes a new allocator know all that the master has decided up to now
   * @param sinks where its offers go
   */
  Succession(
      Runtime runtime,
      EventLoop home,
      AllocatorOptions options,
      AllocatorPlugins plugins,
      Supplier<List<Input>> everything,
      OfferSinks sinks) {
    this.runtime = runtime;
    this.home = home;
    this.options = options;
    this.plugins = plugins;
    this.everything = everything;
    this.sinks = sinks;
    this.failures = runtime.metrics().counter("allocator/failures");
    settle();
  }

  /** Where the offers of each allocator go. */
  interface OfferSinks {
    OfferSink of(Instance instance);
  }

  /** The one that runs, if any does. */
  Optional<Instance> current() {
    return Optional.ofNullable(current);
  }

  /** The one that is being made, if any is. */
  Optional<Instance> next() {
    return Optional.ofNullable(next);
  }

  void arrived(Candidate<AllocatorFactory> candidate) {
    candidates.add(candidate);
    entries.put(candidate, plugins.board().add(HOST, KIND, candidate, home.clock().now()));
    settle();
  }

  void left(Candidate<AllocatorFactory> candidate) {
    if (!candidates.contains(candidate)) {
      return;
    }
    candidates.remove(candidate);
    if (next != null && next.candidate == candidate) {
      dropNext(next);
    }
    if (current != null && current.candidate == candidate) {
      Instance gone = current;
      current = null;
      gone.close();
    }
    PluginEntry entry = entries.remove(candidate);
    if (entry != null) {
      entry.leave(home.clock().now(), plugins.deadline());
    }
    LOG.info("Allocator {} is gone", candidate);
    settle();
  }

  List<Candidate<AllocatorFactory>> all() {
    return candidates.all();
  }

  /** Whether allocators stay paused. */
  boolean held() {
    return held;
  }

  void held(boolean held) {
    this.held = held;
  }

  void close() {
    closed = true;
    List.copyOf(candidates.all()).forEach(this::left);
  }

  /** Starts the best candidate unless it runs or is being made. */
  private void settle() {
    Optional<Candidate<AllocatorFactory>> best = candidates.best();
    if (closed) {
      return;
    }
    tellIfMissing(best.isEmpty() && current == null);
    Candidate<AllocatorFactory> wanted = best.orElse(null);
    if (next != null && next.candidate != wanted) {
      is(next, PluginState.AVAILABLE, "");
      dropNext(next);
    }
    if (wanted != null && next == null && (current == null || current.candidate != wanted)) {
      start(wanted, null);
    }
  }

  /**
   * Makes the allocator that runs anew, to be recorded from its first moment on.
   *
   * @return false if none runs, or another one is just being made
   */
  boolean renew(AllocationRecording recording) {
    if (current == null || next != null || closed) {
      return false;
    }
    start(current.candidate, recording);
    return true;
  }

  /** Its start fails when it is closed, and that must not count against it. */
  private void dropNext(Instance dropped) {
    next = null;
    dropped.close();
  }

  private void tellIfMissing(boolean none) {
    if (none && missing == null) {
      // At a start that is so for a moment.
      home.timers().schedule(MOMENT, this::logIfMissing);
      missing =
          plugins
              .board()
              .add(
                  HOST,
                  KIND,
                  plugins.names(),
                  Origin.NONE,
                  PluginState.MISSING,
                  "nothing is offered until it comes",
                  home.clock().now());
    } else if (!none && missing != null) {
      missing.remove();
      missing = null;
    }
  }

  private void logIfMissing() {
    if (!closed && missing != null) {
      LOG.info("There is no allocator {}: nothing is offered until one comes", plugins.names());
    }
  }

  private void start(
      Candidate<AllocatorFactory> candidate, @Nullable AllocationRecording recording) {
    PluginEntry entry = entries.get(candidate);
    if (entry == null) {
      throw new IllegalStateException("no entry of " + candidate);
    }
    PluginMetrics metrics = new PluginMetrics(runtime.metrics());
    long generation = ++generations;
    Lane lane =
        new Lane(
            runtime, home, entry, plugins.deadline(), reason -> failed(generation, "it " + reason));
    Instance made = new Instance(candidate, entry, generation, lane, metrics, failures, recording);
    next = made;
    is(made, PluginState.STARTING, "");
    HostContext context =
        new HostContext(
            home.clock(), lane.timers(), metrics, runtime.random(), options, sinks.of(made));
    List<Input> inputs = everything.get();
    var unused =
        made.start(context, inputs)
            .whenComplete(
                (ready, failure) -> {
                  if (failure == null) {
                    ready(made, inputs.size());
                  } else {
                    failed(generation, "it cannot start: " + FailureText.brief(failure));
                  }
                });
  }

  private void ready(Instance made, int told) {
    if (next != made) {
      return;
    }
    Instance before = current;
    next = null;
    current = made;
    is(made, PluginState.RUNNING, "");
    LOG.info(
        "Allocator {} runs, told {} things at once and {} since",
        made.candidate,
        told,
        made.laterCount());
    made.resume(!held);
    if (before != null) {
      if (before.candidate != made.candidate) {
        is(before, PluginState.AVAILABLE, "");
      }
      before.close();
    }
    settle();
  }

  /** Nothing is asked of it any more; the best of the others takes over. */
  private void failed(long generation, String reason) {
    Instance faulty =
        next != null && next.generation == generation
            ? next
            : current != null && current.generation == generation ? current : null;
    if (faulty == null) {
      return;
    }
    if (faulty == next && current != null && current.candidate == faulty.candidate) {
      LOG.error("Allocator {} cannot be made anew: {}", faulty.candidate, reason);
      dropNext(faulty);
      is(current, PluginState.RUNNING, "");
      return;
    }
    if (faulty == next) {
      next = null;
    } else {
      current = null;
    }
    if (next != null && next.candidate == faulty.candidate) {
      dropNext(next); // it was being made anew
    }
    failures.increment();
    LOG.error("Allocator {} is not used any more: {}", faulty.candidate, reason);
    candidates.quarantine(faulty.candidate);
    is(faulty, PluginState.QUARANTINED, reason);
    faulty.close();
    if (candidates.best().isEmpty() && current == null) {
      tryAgainLater();
    }
    settle();
  }

  private void tryAgainLater() {
    home.timers()
        .schedule(
            RETRY,
            () -> {
              if (!closed && current == null && candidates.best().isEmpty()) {
                LOG.info("No other allocator is there: those that failed get another chance");
                candidates.release();
                settle();
              }
            });
  }

  private void is(Instance instance, PluginState state, String reason) {
    instance.entry.is(state, reason, home.clock().now());
  }
}
