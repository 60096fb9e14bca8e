package org.meseta.master.offers;

import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.scheduler.Call.ReconcileOperations.Operation;

/** What a framework is told when it asks what has become of its operations. */
public final class OperationReconciliation {

  private OperationReconciliation() {}

  /**
   * The answer for an operation that the master does not know.
   *
   * @param registered whether the agent that is named is registered
   * @param unreachable whether it is known and not to be reached
   */
  public static OperationStatus unknown(Operation asked, boolean registered, boolean unreachable) {
    if (!asked.hasAgentId()) {
      return unknown(asked, "Operation is unknown and no 'agent_id' was provided");
    }
    if (registered) {
      return unknown(asked, "Operation is unknown");
    }
    return unreachable
        ? answer(asked, OperationState.OPERATION_UNREACHABLE, "Agent is unreachable")
        : unknown(asked, "Both operation and agent are unknown");
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
