package org.meseta.master.metrics;

import java.util.List;
import java.util.Locale;
import org.meseta.plugin.Metrics;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;

/** What the master counts, under Mesos's names. */
public final class Counters {
  private static final String PREFIX = "master/";
  private static final List<String> NAMES =
      List.of(
          "dropped_messages",
          "http_cache_hits",
          "invalid_executor_to_framework_messages",
          "invalid_framework_to_executor_messages",
          "invalid_operation_status_update_acknowledgements",
          "invalid_operation_status_updates",
          "invalid_status_update_acknowledgements",
          "invalid_status_updates",
          "messages_authenticate",
          "messages_deactivate_framework",
          "messages_decline_offers",
          "messages_executor_to_framework",
          "messages_exited_executor",
          "messages_framework_to_executor",
          "messages_kill_task",
          "messages_launch_tasks",
          "messages_operation_status_update",
          "messages_operation_status_update_acknowledgement",
          "messages_reconcile_operations",
          "messages_reconcile_tasks",
          "messages_register_framework",
          "messages_register_slave",
          "messages_reregister_framework",
          "messages_reregister_slave",
          "messages_resource_request",
          "messages_revive_offers",
          "messages_status_update",
          "messages_status_update_acknowledgement",
          "messages_suppress_offers",
          "messages_unregister_framework",
          "messages_unregister_slave",
          "messages_update_slave",
          "recovery_slave_removals",
          "slave_registrations",
          "slave_removals",
          "slave_removals/reason_registered",
          "slave_removals/reason_unhealthy",
          "slave_removals/reason_unregistered",
          "slave_reregistrations",
          "slave_shutdowns_canceled",
          "slave_shutdowns_completed",
          "slave_shutdowns_scheduled",
          "slave_unreachable_canceled",
          "slave_unreachable_completed",
          "slave_unreachable_scheduled",
          "tasks_dropped",
          "tasks_error",
          "tasks_failed",
          "tasks_finished",
          "tasks_gone",
          "tasks_gone_by_operator",
          "tasks_killed",
          "tasks_lost",
          "valid_executor_to_framework_messages",
          "valid_framework_to_executor_messages",
          "valid_operation_status_update_acknowledgements",
          "valid_operation_status_updates",
          "valid_status_update_acknowledgements",
          "valid_status_updates");

  private static final List<OperationState> OVER =
      List.of(
          OperationState.OPERATION_DROPPED,
          OperationState.OPERATION_ERROR,
          OperationState.OPERATION_FAILED,
          OperationState.OPERATION_FINISHED,
          OperationState.OPERATION_GONE_BY_OPERATOR);

  private final Metrics metrics;

  /** Makes all counters, so that they show as 0 from the start. */
  public Counters(Metrics metrics) {
    this.metrics = metrics;
    NAMES.forEach(name -> metrics.counter(PREFIX + name));
    for (OperationState state : OVER) {
      metrics.counter(PREFIX + OperationNames.all(state));
      for (Offer.Operation.Type type : OperationNames.TYPES) {
        metrics.counter(PREFIX + OperationNames.of(type, state));
      }
    }
  }

  /** Counts one. */
  public void count(String name) {
    metrics.counter(PREFIX + name).increment();
  }

  /** Counts a task that has ended, also by who said so and why. */
  public void ended(TaskState state, TaskStatus status) {
    String name = state.name().toLowerCase(Locale.ROOT);
    count("tasks" + name.substring("task".length()));
    if (status.hasSource() && status.hasReason()) {
      count(name + "/" + wire(status.getSource()) + "/" + wire(status.getReason()));
    }
  }

  /** Counts an operation that is over. */
  public void ended(Offer.Operation.Type type, OperationState state) {
    if (OVER.contains(state) && OperationNames.TYPES.contains(type)) {
      count(OperationNames.all(state));
      count(OperationNames.of(type, state));
    }
  }

  /** Figures kept their names when slaves became agents. */
  private static String wire(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace("agent", "slave");
  }
}
