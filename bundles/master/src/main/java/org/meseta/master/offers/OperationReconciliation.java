package org.meseta.master.offers;

import org.meseta.master.state.AgentStanding;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.scheduler.Call.ReconcileOperations.Operation;

/** What a framework is told when it asks what has become of its operations. */
public final class OperationReconciliation {

  private OperationReconciliation() {}

  /** The answer for an operation whose outcome is awaited or not acknowledged. */
  public static OperationStatus known(org.meseta.protocol.v1.Operation operation) {
    return operation.getLatestStatus().toBuilder()
        .clearUuid()
        .setMessage("Reconciliation: Latest operation state")
        .build();
  }

  /**
   * The answer for an operation that the master does not know.
   *
   * @param agent what is known of the agent that is named
   */
  public static OperationStatus unknown(Operation asked, AgentStanding agent) {
    if (!asked.hasAgentId()) {
      return unknown(asked, "Operation is unknown and no 'agent_id' was provided");
    }
    return switch (agent) {
      case REGISTERED -> unknown(asked, "Operation is unknown");
      case UNREACHABLE ->
          answer(asked, OperationState.OPERATION_UNREACHABLE, "Agent is unreachable");
      case GONE -> answer(asked, OperationState.OPERATION_GONE_BY_OPERATOR, "Agent is gone");
      case AWAITED ->
          answer(asked, OperationState.OPERATION_RECOVERING, "Agent has not reregistered yet");
      case UNKNOWN -> unknown(asked, "Both operation and agent are unknown");
    };
  }

  private static OperationStatus unknown(Operation asked, String message) {
    return answer(asked, OperationState.OPERATION_UNKNOWN, message);
  }

  private static OperationStatus answer(Operation asked, OperationState state, String message) {
    OperationStatus.Builder answer =
        OperationStatus.newBuilder()
            .setOperationId(asked.getOperationId())
            .setState(state)
            .setMessage("Reconciliation: " + message);
    if (asked.hasAgentId()) {
      answer.setAgentId(asked.getAgentId());
    }
    if (asked.hasResourceProviderId()) {
      answer.setResourceProviderId(asked.getResourceProviderId());
    }
    return answer.build();
  }
}
