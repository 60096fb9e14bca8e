package org.meseta.master.calls;

import java.util.List;
import org.meseta.master.offers.OperationReconciliation;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Operation;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a framework wants with operations that it gave an id. */
final class OperationCalls {
  private static final Logger LOG = LoggerFactory.getLogger(OperationCalls.class);

  private final Desk desk;
  private final OperationDesk operations;
  private final AgentDesk agents;
  private final Whereabouts whereabouts;

  OperationCalls(Desk desk, OperationDesk operations, AgentDesk agents) {
    this.desk = desk;
    this.operations = operations;
    this.agents = agents;
    this.whereabouts = new Whereabouts(desk);
  }

  /** The framework knows an outcome. What an agent that is away misses, it tells again. */
  void acknowledge(FrameworkID framework, Call.AcknowledgeOperationStatus call) {
    desk.counters().count("messages_operation_status_update_acknowledgement");
    Operation operation = operations.told(framework, call.getOperationId());
    if (operation == null || !isNewest(operation, call)) {
      invalid(framework, call, "which is unknown");
    } else if (agents.connected(operation.getAgentId()) == null) {
      invalid(framework, call, "whose agent is not connected");
    } else {
      desk.counters().count("valid_operation_status_update_acknowledgements");
      operations.settle(operation);
    }
  }

  private static boolean isNewest(Operation operation, Call.AcknowledgeOperationStatus call) {
    return operation.getLatestStatus().getUuid().getValue().equals(call.getUuid())
        && (!call.hasAgentId() || call.getAgentId().equals(operation.getAgentId()));
  }

  private void invalid(FrameworkID framework, Call.AcknowledgeOperationStatus call, String why) {
    desk.counters().count("invalid_operation_status_update_acknowledgements");
    LOG.warn(
        "Framework {} acknowledges a status of operation '{}', {}",
        framework.getValue(),
        call.getOperationId().getValue(),
        why);
  }

  /** Tells the framework what is known of these operations; of all its own if it names none. */
  void reconcile(FrameworkID framework, List<Call.ReconcileOperations.Operation> asked) {
    desk.counters().count("messages_reconcile_operations");
    if (asked.isEmpty()) {
      desk.ledger()
          .operations(framework)
          .forEach(operation -> tell(framework, OperationReconciliation.known(operation)));
    }
    for (Call.ReconcileOperations.Operation operation : asked) {
      tell(framework, answer(framework, operation));
    }
  }

  private OperationStatus answer(FrameworkID framework, Call.ReconcileOperations.Operation asked) {
    Operation known = desk.ledger().operation(framework, asked.getOperationId());
    return known == null
        ? OperationReconciliation.unknown(asked, whereabouts.of(asked.getAgentId(), framework))
        : OperationReconciliation.known(known);
  }

  private void tell(FrameworkID framework, OperationStatus status) {
    desk.peers().toFramework(framework, Events.update(status));
  }
}
