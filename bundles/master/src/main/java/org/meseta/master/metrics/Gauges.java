package org.meseta.master.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.TaskState;
import org.meseta.runtime.Runtime;

/** What the master's figures are now, under Mesos's names. Read from any thread. */
public final class Gauges implements AutoCloseable {
  private static final double MILLIS = 1000;
  private static final List<String> RESOURCES = List.of("cpus", "gpus", "mem", "disk");

  private final Runtime runtime;
  private final Supplier<Cluster> cluster;
  private final List<AutoCloseable> open = new ArrayList<>();

  private volatile Map<TaskState, Integer> tasks = Map.of();
  private volatile Usage usage;

  /**
   * @param cluster the newest snapshot
   * @param backlog how many things wait for the master
   */
  public Gauges(Runtime runtime, Supplier<Cluster> cluster, DoubleSupplier backlog) {
    this.runtime = runtime;
    this.cluster = cluster;
    this.usage = Usage.of(cluster.get());
    gauge("elected", () -> 1);
    gauge("uptime_secs", this::uptime);
    gauge("event_queue_dispatches", backlog);
    gauge("event_queue_http_requests", () -> 0);
    gauge("event_queue_messages", () -> 0);
    agents();
    frameworks();
    states();
    operations();
    RESOURCES.forEach(this::resource);
  }

  /** From now on there are so many tasks in these states. */
  public void tasks(Map<TaskState, Integer> counts) {
    tasks = counts;
  }

  private double uptime() {
    Instant start = cluster.get().startTime();
    return Duration.between(start, runtime.clock().now()).toMillis() / MILLIS;
  }

  private void agents() {
    gauge("slaves_active", () -> agents(Agent::active));
    gauge("slaves_connected", () -> agents(Agent::connected));
    gauge("slaves_disconnected", () -> agents(agent -> !agent.connected()));
    gauge("slaves_inactive", () -> agents(agent -> !agent.active()));
    gauge("slaves_unreachable", () -> cluster.get().unreachableAgents());
  }

  private double agents(Predicate<Agent> which) {
    return cluster.get().agents().values().stream().filter(which).count();
  }

  private void frameworks() {
    gauge("frameworks_active", () -> sum(framework -> framework.active() ? 1 : 0));
    gauge("frameworks_inactive", () -> sum(framework -> framework.active() ? 0 : 1));
    gauge("frameworks_connected", () -> sum(framework -> framework.connected() ? 1 : 0));
    gauge("frameworks_disconnected", () -> sum(framework -> framework.connected() ? 0 : 1));
    gauge("outstanding_offers", () -> sum(framework -> framework.offers().size()));
    gauge("tasks_unreachable", () -> sum(Gauges::unreachable));
  }

  /** Those of frameworks that are not aware of partitions count as lost. */
  private static double unreachable(Framework framework) {
    return framework.unreachableTasks().values().stream()
        .filter(task -> task.getState() == TaskState.TASK_UNREACHABLE)
        .count();
  }

  private double sum(ToDoubleFunction<Framework> figure) {
    return cluster.get().frameworks().values().stream().mapToDouble(figure).sum();
  }

  private void states() {
    gauge("tasks_staging", () -> tasks.getOrDefault(TaskState.TASK_STAGING, 0));
    gauge("tasks_starting", () -> tasks.getOrDefault(TaskState.TASK_STARTING, 0));
    gauge("tasks_running", () -> tasks.getOrDefault(TaskState.TASK_RUNNING, 0));
    gauge("tasks_killing", () -> tasks.getOrDefault(TaskState.TASK_KILLING, 0));
  }

  private void operations() {
    OperationState pending = OperationState.OPERATION_PENDING;
    gauge(OperationNames.all(pending), () -> operations(type -> true));
    for (Offer.Operation.Type type : OperationNames.TYPES) {
      gauge(OperationNames.of(type, pending), () -> operations(type::equals));
    }
  }

  private double operations(Predicate<Offer.Operation.Type> counts) {
    return cluster.get().agents().values().stream()
        .flatMap(agent -> agent.operations().values().stream())
        .filter(o -> o.getLatestStatus().getState() == OperationState.OPERATION_PENDING)
        .filter(o -> counts.test(o.getInfo().getType()))
        .count();
  }

  private void resource(String name) {
    resource(name, name, false);
    resource(name, name + "_revocable", true);
  }

  private void resource(String name, String shown, boolean revocable) {
    gauge(shown + "_total", () -> usage().total(name, revocable));
    gauge(shown + "_used", () -> usage().used(name, revocable));
    gauge(shown + "_percent", () -> usage().share(name, revocable));
  }

  /** Counted once for each snapshot that is looked at. */
  @SuppressWarnings("ReferenceEquality") // another snapshot is another object
  private Usage usage() {
    Cluster now = cluster.get();
    Usage last = usage;
    if (last.cluster() != now) {
      last = Usage.of(now);
      usage = last;
    }
    return last;
  }

  private void gauge(String name, DoubleSupplier value) {
    open.add(runtime.metrics().gauge("master/" + name, value));
  }

  @Override
  public void close() {
    for (AutoCloseable gauge : open) {
      try {
        gauge.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
