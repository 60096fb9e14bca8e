package org.meseta.master.calls;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.link.ApplyOperation;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.OperationAcknowledgement;
import org.meseta.protocol.link.OperationUpdate;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Operation;
import org.meseta.protocol.v1.OperationID;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.UUID;
import org.meseta.resources.Conversion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts resources of agents, and keeps the operations until their outcome is acknowledged. An
 * agent that misses one gets it again when it returns to this master.
 */
public final class OperationDesk {
  private static final Logger LOG = LoggerFactory.getLogger(OperationDesk.class);

  private final Desk desk;
  private final AgentDesk agents;

  public OperationDesk(Desk desk, AgentDesk agents) {
    this.desk = desk;
    this.agents = agents;
  }

  /**
   * From now on the agent, which is connected, has what the operation makes; it is told so.
   *
   * @param framework that wants it; empty: an operator
   */
  void apply(
      Optional<FrameworkID> framework,
      AgentID agent,
      Offer.Operation operation,
      Conversion conversion) {
    ByteString uuid = desk.ids().uuid();
    Operation.Builder pending =
        Operation.newBuilder()
            .setUuid(UUID.newBuilder().setValue(uuid))
            .setAgentId(agent)
            .setInfo(operation)
            .setLatestStatus(status(operation, agent, OperationState.OPERATION_PENDING));
    framework.ifPresent(pending::setFrameworkId);
    desk.ledger().convert(agent, conversion.unallocated());
    desk.ledger().put(pending.build());
    send(pending.build());
  }

  static OperationStatus status(Offer.Operation operation, AgentID agent, OperationState state) {
    OperationStatus.Builder status = OperationStatus.newBuilder().setState(state).setAgentId(agent);
    if (operation.hasId()) {
      status.setOperationId(operation.getId());
    }
    return status.build();
  }

  /** Tells the agent to apply it, once or again. */
  void send(Operation operation) {
    ApplyOperation.Builder apply =
        ApplyOperation.newBuilder()
            .setUuid(operation.getUuid().getValue())
            .setOperation(operation.getInfo());
    if (operation.hasFrameworkId()) {
      apply.setFrameworkId(operation.getFrameworkId());
    }
    desk.peers()
        .toAgent(operation.getAgentId(), MasterMessage.newBuilder().setApplyOperation(apply));
  }

  /** An agent tells the outcome of an operation, until that is acknowledged. */
  void update(AgentID agent, OperationUpdate update) {
    desk.counters().count("messages_operation_status_update");
    Operation known = desk.ledger().operation(agent, update.getUuid());
    if (known == null) {
      desk.counters().count("invalid_operation_status_updates");
      // Acknowledged before, and the agent has missed that.
      acknowledge(agent, update.getUuid(), update.getStatus().getUuid().getValue());
      return;
    }
    Operation told =
        known.toBuilder()
            .setLatestStatus(update.getStatus())
            .clearStatuses()
            .addStatuses(update.getStatus())
            .build();
    OperationState state = update.getStatus().getState();
    if (known.getLatestStatus().getState() != state) {
      LOG.info(
          "Operation {} of agent {} is {} {}",
          told.getInfo().getType(),
          agent.getValue(),
          state,
          update.getStatus().getMessage());
    }
    desk.ledger().put(told);
    if (wanted(told)) {
      desk.peers().toFramework(told.getFrameworkId(), Events.update(update.getStatus()));
    } else {
      settle(told);
    }
    desk.counters().count("valid_operation_status_updates");
    boolean first = known.getLatestStatus().getState() == OperationState.OPERATION_PENDING;
    if (first) {
      desk.counters().ended(told.getInfo().getType(), state);
    }
    if (first && state != OperationState.OPERATION_FINISHED) {
      // It has not done what this master counts on.
      agents.askAnew(agent);
    }
  }

  /**
   * The agent, which is registered still, is away: frameworks are told of their operations there
   * whose outcome they do not know.
   *
   * @param why the end of a sentence for them
   */
  static void lost(Desk desk, AgentID id, OperationState state, String why) {
    desk.ledger().pendingOperations(id).forEach(operation -> lost(desk, operation, state, why));
  }

  /** Nobody will ever tell the outcome of this operation; its framework is told so. */
  static void lost(Desk desk, Operation operation, OperationState state, String why) {
    desk.counters().ended(operation.getInfo().getType(), state);
    if (operation.hasFrameworkId() && operation.getInfo().hasId()) {
      OperationStatus status =
          status(operation.getInfo(), operation.getAgentId(), state).toBuilder()
              .setMessage(why)
              .build();
      desk.peers().toFramework(operation.getFrameworkId(), Events.update(status));
    }
  }

  /** Whether a framework, which may be away, is to acknowledge the outcome. */
  private boolean wanted(Operation operation) {
    return operation.hasFrameworkId()
        && operation.getInfo().hasId()
        && !desk.ledger().isCompleted(operation.getFrameworkId());
  }

  /** Whoever wanted it knows the outcome, or wants to know nothing: it is over. */
  void settle(Operation operation) {
    desk.ledger().remove(operation);
    acknowledge(
        operation.getAgentId(),
        operation.getUuid().getValue(),
        operation.getLatestStatus().getUuid().getValue());
  }

  private void acknowledge(AgentID agent, ByteString uuid, ByteString status) {
    desk.peers()
        .toAgent(
            agent,
            MasterMessage.newBuilder()
                .setOperationAcknowledgement(
                    OperationAcknowledgement.newBuilder().setUuid(uuid).setStatusUuid(status)));
  }

  /** The operation that the framework calls so and whose outcome it has been told. */
  @Nullable Operation told(FrameworkID framework, OperationID id) {
    Operation operation = desk.ledger().operation(framework, id);
    return operation != null && operation.getLatestStatus().hasUuid() ? operation : null;
  }
}
