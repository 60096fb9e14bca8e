package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.Operations.createVolume;
import static org.meseta.master.loop.Operations.destroy;
import static org.meseta.master.loop.Operations.grow;
import static org.meseta.master.loop.Operations.named;
import static org.meseta.master.loop.Operations.reserve;
import static org.meseta.master.loop.Operations.reserved;
import static org.meseta.master.loop.Operations.volume;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.MULTI_ROLE;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meseta.protocol.link.ApplyOperation;
import org.meseta.protocol.v1.AgentInfo.Capability;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OperationID;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.resources.Conversions;
import org.meseta.resources.Resources;

/** The master dies at each step of an operation; another one takes over. */
class MasterFailoverDuringOperationTest {
  private static final Resources STARTED = Resources.parse("cpus:4;mem:1024;disk:100", "*");

  /** How far the operation has come when the master dies. */
  private enum Step {
    DECIDED,
    APPLIED,
    TOLD,
    ACKNOWLEDGED
  }

  private record Case(String name, List<Offer.Operation> before, Offer.Operation last) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> cases() {
    Offer.Operation reserve = reserve(reserved("disk:60"));
    Offer.Operation creation = createVolume(volume("v", 40));
    return Stream.of(
            new Case("RESERVE", List.of(), reserve),
            new Case("CREATE", List.of(reserve), creation),
            new Case("DESTROY", List.of(reserve, creation), destroy(volume("v", 40))),
            new Case("GROW", List.of(reserve, creation), grow(volume("v", 40), reserved("disk:5"))))
        .flatMap(c -> Stream.of(Step.values()).map(step -> Arguments.of(c, step)));
  }

  private static TestAgent agent(MasterRig rig) {
    return new TestAgent(rig, "one", "cpus:4;mem:1024;disk:100")
        .able(Capability.Type.RESIZE_VOLUME, Capability.Type.AGENT_OPERATION_FEEDBACK);
  }

  private static TestScheduler scheduler(MasterRig rig) {
    return rig.scheduler("fw", MULTI_ROLE, RESERVATION_REFINEMENT)
        .with(i -> i.addRoles("eng").setFailoverTimeout(1e6));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nothingIsLostAndNothingDoneTwice(Case tested, Step step) {
    MasterRig first = new MasterRig();
    TestAgent agent = agent(first).register();
    TestScheduler scheduler = scheduler(first).subscribe();
    Resources has = STARTED;
    for (Offer.Operation operation : tested.before()) {
      first.seconds(1);
      scheduler.accept(List.of(scheduler.lastOffer()), 0, operation);
      agent.outcome(last(agent.operations()), OperationState.OPERATION_FINISHED);
      has = Conversions.of(operation).apply(has);
    }
    first.seconds(1);
    scheduler.accept(List.of(scheduler.lastOffer()), 0, named("o", tested.last()));
    ApplyOperation applied = last(agent.operations());
    if (step.compareTo(Step.APPLIED) >= 0) {
      has = Conversions.of(tested.last()).apply(has);
    }
    if (step.compareTo(Step.TOLD) >= 0) {
      agent.outcome(applied, OperationState.OPERATION_FINISHED);
    }
    if (step == Step.ACKNOWLEDGED) {
      acknowledge(scheduler, agent);
      assertThat(agent.acknowledgedOperations()).contains(applied.getUuid());
    }

    MasterRig second = new MasterRig();
    TestAgent back = agent(second);
    back.info = agent.info;
    boolean open = step == Step.APPLIED || step == Step.TOLD;
    Resources total = has;
    back.reregister(
        m -> {
          m.addAllTotal(total.toList());
          return open
              ? m.addOperations(agent.known(applied, OperationState.OPERATION_FINISHED))
              : m;
        });
    TestScheduler same = scheduler(second).with(i -> scheduler.info.toBuilder()).subscribe();
    second.seconds(1);

    assertThat(Objects.requireNonNull(second.master.cluster().agents().get(back.id())).total())
        .isEqualTo(total);
    assertThat(Resources.of(same.lastOffer().getResourcesList()))
        .isEqualTo(total.allocatedTo("eng"));
    assertThat(back.operations()).isEmpty();
    reconcile(same, back);
    assertThat(outcome(same).getState())
        .isEqualTo(open ? OperationState.OPERATION_FINISHED : OperationState.OPERATION_UNKNOWN);
    if (open) {
      back.outcome(applied, OperationState.OPERATION_FINISHED);
      acknowledge(same, back);
      assertThat(back.acknowledgedOperations()).containsExactly(applied.getUuid());
    }
    second.assertSound();
  }

  private static OperationStatus outcome(TestScheduler scheduler) {
    return last(scheduler.all(Event.Type.UPDATE_OPERATION_STATUS))
        .getUpdateOperationStatus()
        .getStatus();
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }

  private static void acknowledge(TestScheduler scheduler, TestAgent agent) {
    Call.AcknowledgeOperationStatus.Builder call =
        Call.AcknowledgeOperationStatus.newBuilder()
            .setOperationId(OperationID.newBuilder().setValue("o"))
            .setAgentId(agent.id())
            .setUuid(outcome(scheduler).getUuid().getValue());
    scheduler.call(
        c -> c.setType(Call.Type.ACKNOWLEDGE_OPERATION_STATUS).setAcknowledgeOperationStatus(call));
  }

  private static void reconcile(TestScheduler scheduler, TestAgent agent) {
    scheduler.call(
        c -> {
          c.setType(Call.Type.RECONCILE_OPERATIONS)
              .getReconcileOperationsBuilder()
              .addOperationsBuilder()
              .setAgentId(agent.id())
              .setOperationId(OperationID.newBuilder().setValue("o"));
          return c;
        });
  }
}
