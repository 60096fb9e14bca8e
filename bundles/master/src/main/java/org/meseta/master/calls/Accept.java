package org.meseta.master.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meseta.master.offers.OfferSet;
import org.meseta.master.offers.Refusal;
import org.meseta.master.offers.Remaining;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.master.tasks.MasterStatus;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OfferID;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.resources.Conversions;
import org.meseta.resources.ResourceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A framework takes offers and says what to do with them. Operations run in order; one that cannot
 * be done is skipped and told of. What is left over counts as declined.
 */
public final class Accept {
  private static final Logger LOG = LoggerFactory.getLogger(Accept.class);

  private final Desk desk;
  private final OfferDesk offers;
  private final TaskDesk tasks;
  private final Launch launch;
  private final LaunchGroup group;
  private final Convert convert;

  public Accept(Desk desk, OfferDesk offers, TaskDesk tasks, OperationDesk operations) {
    this.desk = desk;
    this.offers = offers;
    this.tasks = tasks;
    this.launch = new Launch(desk, tasks);
    this.group = new LaunchGroup(desk, tasks);
    this.convert = new Convert(desk, offers, operations);
  }

  public void handle(Principal principal, FrameworkID id, Call.Accept call) {
    count(call);
    Filters filters = Refusal.normal(call.getFilters());
    OfferSet accepted = OfferSet.of(id, call.getOfferIdsList(), desk.ledger()::offer);
    String error = accepted.error();
    if (error != null) {
      accepted.offers().forEach(offer -> offers.discard(offer, Optional.empty()));
      refuse(id, call, error);
      return;
    }
    accepted.offers().forEach(offers::remove);
    boolean converts =
        call.getOperationsList().stream().anyMatch(o -> Conversions.isConversion(o.getType()));
    if (!converts) {
      perform(principal, id, accepted, call, filters);
      return;
    }
    // What goes back in two parts must not be offered in between.
    desk.allocator().pause();
    try {
      perform(principal, id, accepted, call, filters);
    } finally {
      desk.allocator().resume();
    }
  }

  private void perform(
      Principal principal, FrameworkID id, OfferSet accepted, Call.Accept call, Filters filters) {
    Remaining left = Remaining.of(accepted.resources());
    for (Offer.Operation operation : call.getOperationsList()) {
      left = perform(principal, id, accepted, operation, left);
    }
    desk.allocator().recoverResources(id, accepted.agent(), left.made(), Optional.empty());
    desk.allocator().recoverResources(id, accepted.agent(), left.declined(), Optional.of(filters));
  }

  /** A launch of nothing declines the offers. */
  private void count(Call.Accept call) {
    for (Offer.Operation operation : call.getOperationsList()) {
      if (operation.getType() == Offer.Operation.Type.LAUNCH) {
        boolean empty = operation.getLaunch().getTaskInfosCount() == 0;
        desk.counters().count(empty ? "messages_decline_offers" : "messages_launch_tasks");
      }
    }
  }

  private static boolean isLaunch(Offer.Operation operation) {
    return operation.getType() == Offer.Operation.Type.LAUNCH
        || operation.getType() == Offer.Operation.Type.LAUNCH_GROUP;
  }

  /**
   * @return what is left
   */
  private Remaining perform(
      Principal principal,
      FrameworkID id,
      OfferSet accepted,
      Offer.Operation operation,
      Remaining left) {
    Framework framework = desk.ledger().framework(id);
    Agent agent = desk.ledger().agent(accepted.agent());
    if (framework == null || agent == null) {
      return left;
    }
    if (operation.getType() == Offer.Operation.Type.LAUNCH && !operation.hasId()) {
      Remaining now = left;
      for (TaskInfo task : operation.getLaunch().getTaskInfosList()) {
        now = launch.handle(principal, id, agent.id(), accepted.role(), task, now);
      }
      return now;
    }
    if (operation.getType() == Offer.Operation.Type.LAUNCH_GROUP && !operation.hasId()) {
      return group.handle(
          principal, framework, agent, accepted.role(), operation.getLaunchGroup(), left);
    }
    if (!Conversions.isConversion(operation.getType())) {
      skip(framework, operation, reason(operation));
      return left;
    }
    try {
      return convert.handle(principal, framework, agent, accepted, operation, left);
    } catch (ResourceException e) {
      skip(framework, operation, String.valueOf(e.getMessage()));
      return left;
    }
  }

  private void skip(Framework framework, Offer.Operation operation, String message) {
    LOG.warn(
        "Skipping operation {} of framework {}: {}",
        operation.getType(),
        framework.id().getValue(),
        message);
    TaskStatus.Reason reason =
        operation.getType() == Offer.Operation.Type.LAUNCH_GROUP
            ? TaskStatus.Reason.REASON_TASK_GROUP_INVALID
            : TaskStatus.Reason.REASON_TASK_INVALID;
    for (TaskInfo task : tasksOf(operation)) {
      tell(framework.id(), task, TaskState.TASK_ERROR, reason, message);
    }
    failed(framework.id(), operation, message);
  }

  private static String reason(Offer.Operation operation) {
    return operation.hasId() && isLaunch(operation)
        ? "The `id` field cannot be set on " + operation.getType() + " operations"
        : "This master does not support operations of type " + operation.getType();
  }

  private static List<TaskInfo> tasksOf(Offer.Operation operation) {
    List<TaskInfo> all = new ArrayList<>(operation.getLaunch().getTaskInfosList());
    all.addAll(operation.getLaunchGroup().getTaskGroup().getTasksList());
    return all;
  }

  /** Whoever gave an operation an id wants to know what has become of it. */
  private void failed(FrameworkID framework, Offer.Operation operation, String message) {
    desk.counters().ended(operation.getType(), OperationState.OPERATION_ERROR);
    if (operation.hasId() && !isLaunch(operation)) {
      OperationStatus status =
          OperationStatus.newBuilder()
              .setOperationId(operation.getId())
              .setState(OperationState.OPERATION_ERROR)
              .setMessage(message)
              .build();
      desk.peers().toFramework(framework, Events.update(status));
    }
  }

  /** The offers are not the framework's to use: nothing of the call is done. */
  private void refuse(FrameworkID id, Call.Accept call, String error) {
    LOG.warn("Framework {} accepted invalid offers: {}", id.getValue(), error);
    Framework framework = desk.ledger().framework(id);
    if (framework == null) {
      return;
    }
    TaskState state = TaskDesk.lost(framework, TaskState.TASK_DROPPED);
    for (Offer.Operation operation : call.getOperationsList()) {
      for (TaskInfo task : tasksOf(operation)) {
        tell(
            id,
            task,
            state,
            TaskStatus.Reason.REASON_INVALID_OFFERS,
            "Task launched with invalid offers: " + error);
      }
      failed(id, operation, "Operation attempted with invalid offers: " + error);
    }
  }

  private void tell(
      FrameworkID framework,
      TaskInfo task,
      TaskState state,
      TaskStatus.Reason reason,
      String message) {
    TaskStatus status = MasterStatus.of(task, state, reason, message, desk.now());
    desk.counters().ended(state, status);
    tasks.tell(framework, status);
  }

  /** A framework does not want these offers. */
  public void decline(FrameworkID id, List<OfferID> ids, Filters wanted) {
    desk.counters().count("messages_decline_offers");
    Filters filters = Refusal.normal(wanted);
    OfferSet declined = OfferSet.of(id, ids, desk.ledger()::offer);
    declined.offers().forEach(offer -> offers.discard(offer, Optional.of(filters)));
  }
}
