package org.meseta.agent.loop;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalExecutor.Phase;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.protocol.v1.TaskState;
import org.meseta.resources.Resources;

/** The agent's figures by Mesos's names, read off its newest snapshot. */
final class AgentMetrics {
  private final Metrics metrics;
  private final Clock clock;
  private final Supplier<Host> host;

  AgentMetrics(Metrics metrics, Clock clock, Supplier<Host> host) {
    this.metrics = metrics;
    this.clock = clock;
    this.host = host;
  }

  void register() {
    gauge("uptime_secs", this::uptime);
    gauge("registered", () -> host.get().master().isPresent() ? 1 : 0);
    gauge("frameworks_active", () -> host.get().frameworks().size());
    for (Phase phase : List.of(Phase.REGISTERING, Phase.RUNNING, Phase.TERMINATING)) {
      gauge(
          "executors_" + phase.name().toLowerCase(Locale.ROOT),
          () -> host.get().executors().filter(e -> e.phase() == phase).count());
    }
    for (TaskState state :
        List.of(
            TaskState.TASK_STAGING,
            TaskState.TASK_STARTING,
            TaskState.TASK_RUNNING,
            TaskState.TASK_KILLING)) {
      gauge(
          state.name().toLowerCase(Locale.ROOT).replace("task_", "tasks_"),
          () -> host.get().tasks().filter(t -> t.getState() == state).count());
    }
    List.of("cpus", "mem", "disk", "gpus").forEach(this::resource);
    counters();
  }

  /** So that they are there before they count anything. */
  private void counters() {
    for (String name :
        List.of(
            "executors_terminated",
            "executors_preempted",
            "tasks_finished",
            "tasks_failed",
            "tasks_killed",
            "tasks_lost",
            "tasks_gone",
            "valid_status_updates",
            "invalid_status_updates",
            "valid_framework_messages",
            "invalid_framework_messages",
            "container_launch_errors",
            "recovery_errors")) {
      metrics.counter("slave/" + name);
    }
  }

  private void resource(String name) {
    gauge(name + "_total", () -> amount(host.get().total().nonRevocable(), name));
    gauge(name + "_used", () -> amount(used().nonRevocable(), name));
    gauge(
        name + "_percent",
        () -> share(amount(used().nonRevocable(), name), amount(host.get().total(), name)));
    gauge(name + "_revocable_total", () -> amount(host.get().total().revocable(), name));
    gauge(name + "_revocable_used", () -> amount(used().revocable(), name));
    gauge(
        name + "_revocable_percent",
        () ->
            share(amount(used().revocable(), name), amount(host.get().total().revocable(), name)));
  }

  private Resources used() {
    return host.get()
        .executors()
        .map(LocalExecutor::resources)
        .reduce(Resources.empty(), Resources::plus);
  }

  private double uptime() {
    return Duration.between(host.get().startTime(), clock.now()).toNanos() / 1e9;
  }

  private static double amount(Resources resources, String name) {
    Optional<Double> amount = resources.scalar(name);
    return amount.orElse(0.0);
  }

  private static double share(double part, double whole) {
    return whole > 0 ? part / whole : 0;
  }

  private void gauge(String name, DoubleSupplier value) {
    metrics.gauge("slave/" + name, value);
  }
}
