package org.meseta.master.calls;

import java.util.List;
import java.util.Locale;
import org.meseta.master.api.Outcome;
import org.meseta.master.state.Framework;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Request;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.scheduler.Call;

/** Gives each call of a connected scheduler to who knows what to do about it. */
public final class SchedulerCalls {
  private final Desk desk;
  private final CallGate gate;
  private final FrameworkDesk frameworks;
  private final UpdateFrameworkCall update;
  private final Accept accept;
  private final InverseOfferCalls inverse;
  private final OperationCalls operations;
  private final ReconcileCall reconcile;
  private final KillTaskCall kill;
  private final AcknowledgeCall acknowledge;
  private final RoleCalls roles;
  private final ExecutorCalls executors;
  private final OperatorOperation operator;

  public SchedulerCalls(
      Desk desk,
      OfferDesk offers,
      TaskDesk tasks,
      AgentDesk agents,
      FrameworkDesk frameworks,
      OperationDesk operationDesk) {
    this.desk = desk;
    this.gate = new CallGate(desk);
    this.frameworks = frameworks;
    this.update = new UpdateFrameworkCall(desk, offers);
    this.accept = new Accept(desk, offers, tasks, operationDesk);
    this.inverse = new InverseOfferCalls();
    this.operations = new OperationCalls(desk, operationDesk, agents);
    this.reconcile = new ReconcileCall(desk, tasks);
    this.kill = new KillTaskCall(desk, reconcile);
    this.acknowledge = new AcknowledgeCall(desk, tasks, agents);
    this.roles = new RoleCalls(desk);
    this.executors = new ExecutorCalls(desk, agents);
    this.operator = new OperatorOperation(desk, offers, operationDesk);
  }

  public Outcome handle(Principal caller, String streamId, Call call) {
    return gate.refusal(caller, streamId, call).orElseGet(() -> perform(caller, call));
  }

  private Outcome perform(Principal caller, Call call) {
    FrameworkID id = call.getFrameworkId();
    switch (call.getType()) {
      case TEARDOWN -> end(id);
      case UPDATE_FRAMEWORK -> {
        return update.handle(caller, id, call.getUpdateFramework());
      }
      case ACCEPT -> accept.handle(subject(caller, id), id, call.getAccept());
      case DECLINE ->
          accept.decline(id, call.getDecline().getOfferIdsList(), call.getDecline().getFilters());
      case ACCEPT_INVERSE_OFFERS ->
          inverse.accept(id, call.getAcceptInverseOffers().getInverseOfferIdsList());
      case DECLINE_INVERSE_OFFERS ->
          inverse.decline(id, call.getDeclineInverseOffers().getInverseOfferIdsList());
      case REVIVE -> roles.revive(id, call.getRevive().getRolesList());
      case SUPPRESS -> roles.suppress(id, call.getSuppress().getRolesList());
      case KILL -> kill.handle(id, call.getKill());
      case ACKNOWLEDGE -> acknowledge.handle(id, call.getAcknowledge());
      case RECONCILE -> reconcile.handle(id, call.getReconcile().getTasksList());
      case ACKNOWLEDGE_OPERATION_STATUS ->
          operations.acknowledge(id, call.getAcknowledgeOperationStatus());
      case RECONCILE_OPERATIONS ->
          operations.reconcile(id, call.getReconcileOperations().getOperationsList());
      case MESSAGE -> executors.message(id, call.getMessage());
      case SHUTDOWN -> executors.shutdown(id, call.getShutdown());
      case REQUEST -> request(id, call.getRequest().getRequestsList());
      case SUBSCRIBE, UNKNOWN -> {
        return notImplemented(call);
      }
    }
    return Outcome.ACCEPTED;
  }

  private Principal subject(Principal caller, FrameworkID id) {
    Framework framework = desk.ledger().framework(id);
    return framework == null ? caller : FrameworkScreening.subject(caller, framework.info());
  }

  /** A framework may always end itself; only others need a permission for that. */
  private void end(FrameworkID id) {
    Framework framework = desk.ledger().framework(id);
    if (framework != null) {
      desk.counters().count("messages_unregister_framework");
      frameworks.remove(framework);
    }
  }

  /** What a framework would like to be offered is for the allocator to know. */
  private void request(FrameworkID id, List<Request> requests) {
    desk.counters().count("messages_resource_request");
    desk.allocator().requestResources(id, requests);
  }

  private static Outcome notImplemented(Call call) {
    String name = call.getType().name().toUpperCase(Locale.ROOT);
    return new Outcome.Refused(
        Outcome.Kind.NOT_IMPLEMENTED, "This master does not support " + name + " calls");
  }

  /** Ends a framework, as an operator wants. */
  public Outcome teardown(Principal principal, FrameworkID id) {
    Framework framework = desk.ledger().framework(id);
    if (framework == null) {
      return Outcome.invalid("No framework found with specified ID");
    }
    String owner = framework.info().getPrincipal();
    if (!desk.authority().allows(principal, Action.TEARDOWN_FRAMEWORK, owner)) {
      return Outcome.forbidden("Not authorized to tear down framework " + id.getValue());
    }
    end(id);
    return Outcome.ACCEPTED;
  }

  /** Converts resources on an operator's behalf. */
  public Outcome operate(Principal principal, AgentID agent, Offer.Operation operation) {
    return operator.handle(principal, agent, operation);
  }

  /** Kills a task on an operator's behalf. */
  public Outcome kill(Principal principal, FrameworkID id, TaskID task) {
    Framework framework = desk.ledger().framework(id);
    if (framework == null || !framework.tasks().containsKey(task)) {
      return new Outcome.Refused(
          Outcome.Kind.NOT_FOUND,
          "No task '" + task.getValue() + "' of framework '" + id.getValue() + "' found");
    }
    String owner = framework.info().getPrincipal();
    if (!desk.authority().allows(principal, Action.TEARDOWN_FRAMEWORK, owner)) {
      return Outcome.forbidden("Not authorized to kill tasks of framework " + id.getValue());
    }
    kill.handle(id, Call.Kill.newBuilder().setTaskId(task).build());
    return Outcome.ACCEPTED;
  }
}
