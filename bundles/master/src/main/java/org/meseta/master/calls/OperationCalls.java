package org.meseta.master.calls;

import java.util.List;
import org.meseta.master.offers.OperationReconciliation;
import org.meseta.master.state.AgentStanding;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.scheduler.Call;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a framework wants with operations that it gave an id. This master performs them at once or
 * refuses them at once, so it remembers none: there is nothing to acknowledge.
 */
final class OperationCalls {
  private static final Logger LOG = LoggerFactory.getLogger(OperationCalls.class);

  private final Desk desk;
  private final Whereabouts whereabouts;

  OperationCalls(Desk desk) {
    this.desk = desk;
    this.whereabouts = new Whereabouts(desk);
  }

  void acknowledge(FrameworkID framework, Call.AcknowledgeOperationStatus call) {
    desk.counters().count("messages_operation_status_update_acknowledgement");
    desk.counters().count("invalid_operation_status_update_acknowledgements");
    LOG.warn(
        "Framework {} acknowledges a status of operation '{}', which is unknown",
        framework.getValue(),
        call.getOperationId().getValue());
  }

  /** Tells the framework what is known of these operations; of all its own if it names none. */
  void reconcile(FrameworkID framework, List<Call.ReconcileOperations.Operation> operations) {
    desk.counters().count("messages_reconcile_operations");
    for (Call.ReconcileOperations.Operation operation : operations) {
      AgentStanding agent = whereabouts.of(operation.getAgentId(), framework);
      desk.peers()
          .toFramework(framework, Events.update(OperationReconciliation.unknown(operation, agent)));
    }
  }
}
