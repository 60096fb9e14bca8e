package org.meseta.containerizer.isolation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.meseta.containerizer.async.Stages;
import org.meseta.plugin.host.Candidate;
import org.meseta.plugin.host.Candidates;
import org.meseta.plugin.host.FailureText;
import org.meseta.plugin.host.Lane;
import org.meseta.plugin.host.Origin;
import org.meseta.plugin.host.PluginEntry;
import org.meseta.plugin.host.PluginException;
import org.meseta.plugin.host.PluginMetrics;
import org.meseta.plugin.host.PluginState;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of one isolator. A better one is made beside the one that is used; when what the old
 * one was asked is answered, the new one takes over its containers, and what is asked meanwhile
 * waits. If the new one fails, the old one goes on. Used on the loop only.
 */
final class Slot {
  private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
  private static final String HOST = "agent";
  private static final String KIND = "isolator";

  private final String name;
  private final Isolators.Host host;
  private final LiveIsolator live;
  private final Candidates<IsolatorFactory> candidates = new Candidates<>();
  private final Map<Candidate<IsolatorFactory>, PluginEntry> entries = new HashMap<>();
  private final Set<Call<?>> asked = new HashSet<>();
  private final List<Call<?>> waiting = new ArrayList<>();
  private final List<CompletableFuture<Void>> settling = new ArrayList<>();
  private @Nullable Version current;
  private @Nullable Version next;
  private @Nullable PluginEntry missing;
  private String lastFailure = "";

  /** The new version is to take over as soon as the old one has answered. */
  private boolean draining;

  private boolean closed;

  Slot(String name, Isolators.Host host) {
    this.name = name;
    this.host = host;
    this.live = new LiveIsolator(name, this);
  }

  LiveIsolator live() {
    return live;
  }

  /** Whether calls are answered now, without waiting. */
  boolean isReady() {
    return current != null && !draining;
  }

  Optional<Version> current() {
    return Optional.ofNullable(current);
  }

  /** Completes when nothing is being made any more, for good or bad. */
  CompletableFuture<Void> settled() {
    if (next == null) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> answer = new CompletableFuture<>();
    settling.add(answer);
    return answer;
  }

  void arrived(Candidate<IsolatorFactory> candidate) {
    candidates.add(candidate);
    entries.put(
        candidate, host.options().board().add(HOST, KIND, candidate, host.loop().clock().now()));
    settle();
  }

  void left(Candidate<IsolatorFactory> candidate) {
    if (!candidates.contains(candidate)) {
      return;
    }
    candidates.remove(candidate);
    if (next != null && next.candidate == candidate) {
      drop(next);
    }
    if (current != null && current.candidate == candidate) {
      Version old = current;
      current = null;
      old.close();
    }
    PluginEntry entry = entries.remove(candidate);
    if (entry != null) {
      entry.leave(host.loop().clock().now(), host.options().deadline());
    }
    LOG.info("Isolator {} is gone", candidate);
    settle();
  }

  void close() {
    closed = true;
    List.copyOf(candidates.all()).forEach(this::left);
    List.copyOf(waiting).stream().filter(c -> c.postponed.isEmpty()).forEach(this::giveUp);
  }

  /** Lets a version answer the call, now or when one is there. */
  void ask(Call<?> call) {
    if (isReady()) {
      run(call, Objects.requireNonNull(current));
    } else {
      hold(call);
    }
  }

  private <T> void run(Call<T> call, Version version) {
    asked.add(call);
    Stages.whenDone(
        call.ask(version),
        (value, failure) -> {
          asked.remove(call);
          if (closed && call.postponed.isPresent()) {
            return; // the next process of the agent asks anew
          }
          if (failure instanceof PluginException gone && gone.isGone() && !closed) {
            call.isUnsure();
            ask(call);
          } else if (failure != null) {
            call.answer.completeExceptionally(
                new IsolatorException("Isolator " + name + " failed to " + call.what, failure));
          } else {
            call.answer.complete(value);
          }
          takeOverIfDrained();
        });
  }

  private void hold(Call<?> call) {
    waiting.add(call);
    call.isUnsure();
    if (call.postponed.isEmpty()) {
      host.loop().timers().schedule(host.options().patience(), () -> tooLong(call));
    } else {
      LOG.info("Isolator {} is not there to {}; later", name, call.what);
      call.postponed.get().run();
    }
  }

  private void tooLong(Call<?> call) {
    if (waiting.contains(call)) {
      if (next == null) {
        giveUp(call);
      } else {
        call.overdue = true;
      }
    }
  }

  private void giveUp(Call<?> call) {
    if (waiting.remove(call)) {
      call.answer.completeExceptionally(missing());
    }
  }

  /** Why there is none. */
  IsolatorException missing() {
    if (next != null) {
      return new IsolatorException("Isolator " + name + " is still starting");
    }
    return new IsolatorException(
        lastFailure.isEmpty() || candidates.isEmpty()
            ? "Isolator " + name + " is missing: no active plugin has this name"
            : "Isolator " + name + " cannot be used: " + lastFailure);
  }

  /** Starts the best candidate if it is needed, unless it is used or being made. */
  void settle() {
    if (closed) {
      return;
    }
    boolean needed = host.isNeeded(name);
    Candidate<IsolatorFactory> best = candidates.best().orElse(null);
    if (next != null && next.candidate != best) {
      Version dropped = next;
      is(dropped, PluginState.AVAILABLE, "");
      drop(dropped);
    }
    if (best != null && needed && next == null && (current == null || current.candidate != best)) {
      start(best);
    }
    showIfMissing(needed && current == null && next == null);
    if (next == null) {
      serveWaiting();
      List<CompletableFuture<Void>> done = List.copyOf(settling);
      settling.clear();
      done.forEach(d -> d.complete(null));
    }
  }

  private void serveWaiting() {
    if (isReady()) {
      List<Call<?>> served = List.copyOf(waiting);
      waiting.clear();
      served.forEach(this::ask);
    } else {
      List.copyOf(waiting).stream().filter(call -> call.overdue).forEach(this::giveUp);
    }
  }

  private void showIfMissing(boolean none) {
    if (none && missing == null) {
      LOG.info("Isolator {} is missing: launches wait for it", name);
      missing =
          host.options()
              .board()
              .add(
                  HOST,
                  KIND,
                  name,
                  Origin.NONE,
                  PluginState.MISSING,
                  "containers cannot be launched without it",
                  host.loop().clock().now());
    } else if (!none && missing != null) {
      missing.remove();
      missing = null;
    }
  }

  private void start(Candidate<IsolatorFactory> candidate) {
    PluginEntry entry = Objects.requireNonNull(entries.get(candidate));
    PluginMetrics metrics = new PluginMetrics(host.options().metrics());
    Version[] made = new Version[1];
    Lane lane =
        new Lane(
            host.runtime(),
            host.loop(),
            entry,
            host.options().deadline(),
            reason -> failed(made[0], "it " + reason));
    Version version = new Version(candidate, entry, lane, metrics);
    made[0] = version;
    next = version;
    is(version, PluginState.STARTING, "");
    Stages.whenDone(
        version.create(host.contexts()),
        (ready, failure) -> {
          if (failure != null) {
            failed(version, "it cannot start: " + FailureText.brief(failure));
          } else if (next == version) {
            draining = true;
            takeOverIfDrained();
          }
        });
  }

  private void takeOverIfDrained() {
    Version version = next;
    if (draining && version != null && asked.isEmpty() && !version.recovering) {
      version.recovering = true;
      Stages.whenDone(
          version.recover(host.preparedBy(name)),
          (nothing, failure) -> {
            if (failure != null) {
              failed(version, "it cannot recover: " + FailureText.brief(failure));
            } else if (next == version) {
              takeOver(version);
            }
          });
    }
  }

  private void takeOver(Version version) {
    Version old = current;
    current = version;
    next = null;
    draining = false;
    lastFailure = "";
    is(version, PluginState.RUNNING, "");
    LOG.info("Isolator {} is ready", version.candidate);
    if (old != null) {
      is(old, PluginState.AVAILABLE, "");
      old.close();
    }
    host.ready(live);
    settle();
  }

  /** It is not used any more; the best of the others is, that may be the one before it. */
  private void failed(Version version, String reason) {
    if (version != next && version != current) {
      return;
    }
    lastFailure = reason;
    LOG.error("Isolator {} is not used any more: {}", version.candidate, reason);
    candidates.quarantine(version.candidate);
    is(version, PluginState.QUARANTINED, reason);
    if (version == next) {
      drop(version);
    } else {
      current = null;
      version.close();
    }
    settle();
  }

  private void drop(Version version) {
    next = null;
    draining = false;
    version.close();
  }

  private void is(Version version, PluginState state, String reason) {
    version.entry.is(state, reason, host.loop().clock().now());
  }
}
