package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.OfferID;
import org.meseta.protocol.v1.OperationID;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.Request;
import org.meseta.protocol.v1.ResourceProviderID;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Call.ReconcileOperations.Operation;
import org.meseta.protocol.v1.scheduler.Event;

/** Calls about operations, inverse offers and wishes, of which the master keeps none. */
class OperationCallsTest {
  private final MasterRig rig = new MasterRig();
  private final TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
  private final TestScheduler scheduler = rig.scheduler("fw").subscribe("*");

  private void accepted(UnaryOperator<Call.Builder> call) {
    assertThat(scheduler.call(call)).isEqualTo(Outcome.ACCEPTED);
  }

  private List<OperationStatus> reconcile(Operation.Builder... operations) {
    accepted(
        c -> {
          c.setType(Call.Type.RECONCILE_OPERATIONS).getReconcileOperationsBuilder();
          for (Operation.Builder operation : operations) {
            c.getReconcileOperationsBuilder().addOperations(operation);
          }
          return c;
        });
    return scheduler.all(Event.Type.UPDATE_OPERATION_STATUS).stream()
        .map(event -> event.getUpdateOperationStatus().getStatus())
        .toList();
  }

  private static Operation.Builder operation(String id) {
    return Operation.newBuilder().setOperationId(OperationID.newBuilder().setValue(id));
  }

  private void answered(OperationStatus status, OperationState state, String message) {
    assertThat(status.getState()).isEqualTo(state);
    assertThat(status.getMessage()).isEqualTo("Reconciliation: " + message);
    assertThat(status.hasUuid()).isFalse();
  }

  @Test
  void reconcilesAllOperationsWithSilenceBecauseThereAreNone() {
    assertThat(reconcile()).isEmpty();
    assertThat(rig.metric("master/messages_reconcile_operations")).isEqualTo(1);
  }

  @Test
  void reconcilesAnOperationOfNoAgentAsUnknown() {
    OperationStatus status = reconcile(operation("o")).get(0);
    answered(
        status,
        OperationState.OPERATION_UNKNOWN,
        "Operation is unknown and no 'agent_id' was provided");
    assertThat(status.getOperationId().getValue()).isEqualTo("o");
    assertThat(status.hasAgentId()).isFalse();
  }

  @Test
  void reconcilesAnOperationOfARegisteredAgentAsUnknownAndNamesItsProvider() {
    ResourceProviderID provider = ResourceProviderID.newBuilder().setValue("p").build();
    OperationStatus status =
        reconcile(operation("o").setAgentId(agent.id()).setResourceProviderId(provider)).get(0);
    answered(status, OperationState.OPERATION_UNKNOWN, "Operation is unknown");
    assertThat(status.getAgentId()).isEqualTo(agent.id());
    assertThat(status.getResourceProviderId()).isEqualTo(provider);
  }

  @Test
  void reconcilesAnOperationOfAnUnreachableAgentAsUnreachable() {
    agent.drop();
    rig.seconds(700);
    answered(
        reconcile(operation("o").setAgentId(agent.id())).get(0),
        OperationState.OPERATION_UNREACHABLE,
        "Agent is unreachable");
  }

  @Test
  void reconcilesAnOperationOfAnUnknownAgentAsUnknownOnceNoMoreAgentsAreAwaited() {
    AgentID stranger = AgentID.newBuilder().setValue("stranger").build();
    answered(
        reconcile(operation("o").setAgentId(stranger)).get(0),
        OperationState.OPERATION_RECOVERING,
        "Agent has not reregistered yet");
    rig.seconds(600);
    answered(
        reconcile(operation("o").setAgentId(stranger)).get(1),
        OperationState.OPERATION_UNKNOWN,
        "Both operation and agent are unknown");
  }

  @Test
  void reconcilesAnOperationOfAnAgentThatIsGone() {
    rig.master.markGone(Principal.ANONYMOUS, agent.id());
    rig.time.run();
    answered(
        reconcile(operation("o").setAgentId(agent.id())).get(0),
        OperationState.OPERATION_GONE_BY_OPERATOR,
        "Agent is gone");
  }

  @Test
  void takesAndCountsAnAcknowledgementOfAnOperationItDoesNotKnow() {
    accepted(
        c -> {
          c.setType(Call.Type.ACKNOWLEDGE_OPERATION_STATUS)
              .getAcknowledgeOperationStatusBuilder()
              .setAgentId(agent.id())
              .setUuid(ByteString.copyFrom(new byte[16]))
              .setOperationId(OperationID.newBuilder().setValue("o"));
          return c;
        });
    assertThat(rig.metric("master/messages_operation_status_update_acknowledgement")).isEqualTo(1);
    assertThat(rig.metric("master/invalid_operation_status_update_acknowledgements")).isEqualTo(1);
  }

  @Test
  void refusesAnAcknowledgementWithoutAProperUuid() {
    Outcome outcome =
        scheduler.call(
            c -> {
              c.setType(Call.Type.ACKNOWLEDGE_OPERATION_STATUS)
                  .getAcknowledgeOperationStatusBuilder()
                  .setAgentId(agent.id())
                  .setUuid(ByteString.copyFrom(new byte[15]))
                  .setOperationId(OperationID.newBuilder().setValue("o"));
              return c;
            });
    assertThat(outcome)
        .isEqualTo(Outcome.invalid("Failed to validate scheduler::Call: Not a valid UUID"));
  }

  @Test
  void takesAnswersToInverseOffersThatAreOverAndTellsNobody() {
    int events = scheduler.events.size();
    OfferID over = OfferID.newBuilder().setValue("over").build();
    accepted(
        c -> {
          c.setType(Call.Type.ACCEPT_INVERSE_OFFERS)
              .getAcceptInverseOffersBuilder()
              .addInverseOfferIds(over);
          return c;
        });
    accepted(
        c -> {
          c.setType(Call.Type.ACCEPT_INVERSE_OFFERS).getAcceptInverseOffersBuilder();
          return c;
        });
    accepted(
        c -> {
          c.setType(Call.Type.DECLINE_INVERSE_OFFERS)
              .getDeclineInverseOffersBuilder()
              .addInverseOfferIds(over);
          return c;
        });
    assertThat(scheduler.events).hasSize(events);
  }

  @Test
  void passesRequestsOnToTheAllocator() {
    Request request = Request.newBuilder().setAgentId(agent.id()).build();
    accepted(
        c -> {
          c.setType(Call.Type.REQUEST).getRequestBuilder().addRequests(request);
          return c;
        });
    assertThat(rig.allocator().requests).containsEntry(scheduler.id(), List.of(request));
    assertThat(rig.metric("master/messages_resource_request")).isEqualTo(1);
  }
}
