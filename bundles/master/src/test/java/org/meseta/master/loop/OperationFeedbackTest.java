package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.master.loop.Operations.createVolume;
import static org.meseta.master.loop.Operations.named;
import static org.meseta.master.loop.Operations.reserve;
import static org.meseta.master.loop.Operations.reserved;
import static org.meseta.master.loop.Operations.volume;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.MULTI_ROLE;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meseta.master.api.Outcome;
import org.meseta.master.state.Agent;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.link.ApplyOperation;
import org.meseta.protocol.link.UnregisterAgent;
import org.meseta.protocol.v1.AgentInfo.Capability;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OperationID;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.resources.Resources;

/** What becomes of operations: told, acknowledged, sent again, learned by another master. */
class OperationFeedbackTest {
  private static final Resource CPU = reserved("cpus:1");

  private final MasterRig rig = new MasterRig();
  private final TestAgent agent = agent(rig).register();
  private final TestScheduler scheduler =
      rig.scheduler("fw", MULTI_ROLE, RESERVATION_REFINEMENT)
          .with(i -> i.addRoles("eng").setFailoverTimeout(1e6).setCheckpoint(true))
          .subscribe();

  private static TestAgent agent(MasterRig rig) {
    return new TestAgent(rig, "one", "cpus:4;mem:1024;disk:100")
        .able(Capability.Type.RESIZE_VOLUME, Capability.Type.AGENT_OPERATION_FEEDBACK);
  }

  @BeforeEach
  void offer() {
    rig.seconds(1);
  }

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  private ApplyOperation perform(Offer.Operation operation) {
    scheduler.accept(List.of(scheduler.lastOffer()), 0, operation);
    rig.seconds(1);
    return last(agent.operations());
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }

  private static List<OperationStatus> outcomes(TestScheduler scheduler) {
    return scheduler.all(Event.Type.UPDATE_OPERATION_STATUS).stream()
        .map(event -> event.getUpdateOperationStatus().getStatus())
        .toList();
  }

  private Agent there() {
    return Objects.requireNonNull(rig.master.cluster().agents().get(agent.id()));
  }

  private void acknowledge(String id, ByteString uuid) {
    Call.AcknowledgeOperationStatus.Builder call =
        Call.AcknowledgeOperationStatus.newBuilder()
            .setOperationId(OperationID.newBuilder().setValue(id))
            .setAgentId(agent.id())
            .setUuid(uuid);
    assertThat(
            scheduler.call(
                c ->
                    c.setType(Call.Type.ACKNOWLEDGE_OPERATION_STATUS)
                        .setAcknowledgeOperationStatus(call)))
        .isEqualTo(Outcome.ACCEPTED);
  }

  private void reconcile(TestScheduler who) {
    who.call(
        c -> {
          c.setType(Call.Type.RECONCILE_OPERATIONS).getReconcileOperationsBuilder();
          return c;
        });
  }

  @Test
  void settlesAnOperationWithoutIdByItself() {
    ApplyOperation applied = perform(reserve(CPU));
    assertThat(there().operations()).hasSize(1);
    agent.outcome(applied, OperationState.OPERATION_FINISHED);
    assertThat(outcomes(scheduler)).isEmpty();
    assertThat(agent.acknowledgedOperations()).containsExactly(applied.getUuid());
    assertThat(there().operations()).isEmpty();
  }

  @Test
  void letsTheFrameworkAcknowledgeAnOperationWithAnId() {
    ApplyOperation applied = perform(named("o", reserve(CPU)));
    agent.outcome(applied, OperationState.OPERATION_FINISHED);
    OperationStatus told = last(outcomes(scheduler));
    assertThat(told.getState()).isEqualTo(OperationState.OPERATION_FINISHED);
    assertThat(told.getOperationId().getValue()).isEqualTo("o");
    assertThat(agent.acknowledgedOperations()).isEmpty();
    acknowledge("o", ByteString.copyFrom(new byte[16]));
    acknowledge("x", told.getUuid().getValue());
    assertThat(agent.acknowledgedOperations()).isEmpty();
    acknowledge("o", told.getUuid().getValue());
    assertThat(agent.acknowledgedOperations()).containsExactly(applied.getUuid());
    assertThat(there().operations()).isEmpty();
    assertThat(rig.metric("master/invalid_operation_status_update_acknowledgements")).isEqualTo(2);
    assertThat(rig.metric("master/valid_operation_status_update_acknowledgements")).isEqualTo(1);
  }

  @Test
  void takesAnIdTwiceOnlyWhenItsOutcomeIsAcknowledged() {
    perform(named("o", reserve(CPU)));
    scheduler.accept(List.of(scheduler.lastOffer()), 0, named("o", reserve(CPU)));
    assertThat(agent.operations()).hasSize(1);
    assertThat(last(outcomes(scheduler)).getMessage()).contains("not acknowledged yet");
  }

  @Test
  void tellsInReconciliationHowFarOperationsAre() {
    ApplyOperation applied = perform(named("o", reserve(CPU)));
    reconcile(scheduler);
    assertThat(last(outcomes(scheduler)).getState()).isEqualTo(OperationState.OPERATION_PENDING);
    agent.outcome(applied, OperationState.OPERATION_FINISHED);
    reconcile(scheduler);
    OperationStatus told = last(outcomes(scheduler));
    assertThat(told.getState()).isEqualTo(OperationState.OPERATION_FINISHED);
    assertThat(told.hasUuid()).isFalse();
    assertThat(told.getMessage()).startsWith("Reconciliation: ");
  }

  @Test
  void sendsWhatAnAgentMissedAgainAndInOrder() {
    perform(reserve(CPU, reserved("disk:100")));
    perform(createVolume(volume("v", 10)));
    Resources expected = there().total();
    agent.drop();
    agent.received.clear();
    agent.connect();
    agent.reregister(m -> m);
    assertThat(agent.operations())
        .extracting(o -> o.getOperation().getType())
        .containsExactly(Offer.Operation.Type.RESERVE, Offer.Operation.Type.CREATE);
    assertThat(there().total()).isEqualTo(expected);
  }

  @Test
  void sendsNothingAgainThatAnAgentKnows() {
    ApplyOperation applied = perform(named("o", reserve(CPU)));
    Resources expected = there().total();
    agent.drop();
    agent.connect();
    agent.reregister(
        m ->
            m.addAllTotal(expected.toList())
                .addOperations(agent.known(applied, OperationState.OPERATION_FINISHED)));
    assertThat(agent.operations()).hasSize(1);
    assertThat(there().total()).isEqualTo(expected);
    agent.outcome(applied, OperationState.OPERATION_FINISHED);
    acknowledge("o", last(outcomes(scheduler)).getUuid().getValue());
    assertThat(there().operations()).isEmpty();
  }

  @Test
  void acknowledgesAgainWhatWasSettledBefore() {
    ApplyOperation applied = perform(reserve(CPU));
    agent.outcome(applied, OperationState.OPERATION_FINISHED);
    agent.outcome(applied, OperationState.OPERATION_FINISHED);
    assertThat(agent.acknowledgedOperations())
        .containsExactly(applied.getUuid(), applied.getUuid());
  }

  @Test
  void learnsFromAReturningAgentWhatAnEarlierMasterHadDone() {
    ApplyOperation applied = perform(named("o", reserve(CPU)));
    MasterRig later = new MasterRig();
    TestScheduler same =
        later
            .scheduler("fw", MULTI_ROLE, RESERVATION_REFINEMENT)
            .with(i -> scheduler.info.toBuilder());
    same.subscribe();
    Resources total = there().total();
    TestAgent back = agent(later);
    back.info = agent.info;
    back.reregister(
        m ->
            m.addAllTotal(total.toList())
                .addOperations(agent.known(applied, OperationState.OPERATION_FINISHED)));
    later.seconds(1);
    assertThat(Resources.of(same.lastOffer().getResourcesList()))
        .isEqualTo(total.allocatedTo("eng"));
    reconcile(same);
    assertThat(last(outcomes(same)).getState()).isEqualTo(OperationState.OPERATION_FINISHED);
    later.assertSound();
  }

  @Test
  void asksAnAgentWhatItHasWhenAnOperationFailed() {
    ApplyOperation applied = perform(reserve(CPU));
    TestAgent.Link link = agent.link;
    rig.seconds(1);
    assertThat(scheduler.lastOffer().getResourcesList()).isNotEmpty();
    int rescinded = scheduler.all(Event.Type.RESCIND).size();
    agent.outcome(applied, OperationState.OPERATION_FAILED);
    assertThat(link.closed).isEmpty();
    assertThat(link.registered).isFalse();
    assertThat(scheduler.all(Event.Type.RESCIND)).hasSizeGreaterThan(rescinded);
    agent.reregister(m -> m);
    assertThat(link.registered).isTrue();
    assertThat(agent.operations()).hasSize(1);
    assertThat(there().total()).isEqualTo(Resources.parse("cpus:4;mem:1024;disk:100", "*"));
    rig.seconds(1);
    scheduler.launch(scheduler.lastOffer(), task("t", agent, "cpus:4"));
    assertThat(agent.runTasks()).containsExactly("t");
  }

  /** Else anybody could end them by an operation that only the agent refuses. */
  @Test
  void endsNoTaskOfAnybodyWhenAnOperationFailed() {
    rig.seconds(1);
    TestScheduler other = rig.scheduler("other").subscribe();
    scheduler.decline(scheduler.lastOffer(), 3600);
    rig.seconds(1);
    other.launch(other.lastOffer(), task("t", agent, "cpus:1"));
    agent.update(other.id(), "t", TaskState.TASK_RUNNING);
    other.acknowledge(agent, "t", TaskState.TASK_RUNNING);
    assertThat(rig.framework(other.id()).info().getCheckpoint()).isFalse();
    int heard = other.updates().size();

    rig.master.operate(Principal.ANONYMOUS, agent.id(), reserve(CPU));
    rig.time.run();
    List<ApplyOperation> applied = agent.operations();
    agent.outcome(applied.get(applied.size() - 1), OperationState.OPERATION_FAILED);
    rig.seconds(1);
    assertThat(agent.link.closed).isEmpty();
    assertThat(other.updates()).hasSize(heard);
    Task running = rig.task(other.id(), "t").orElseThrow();
    agent.reregister(m -> m.addTasks(running));
    assertThat(rig.task(other.id(), "t")).isPresent();
    assertThat(agent.killTasks()).isEmpty();
    rig.seconds(2);
    assertThat(there().active()).isTrue();
  }

  @Test
  void settlesTheOperationsOfAFrameworkThatIsOver() {
    ApplyOperation applied = perform(named("o", reserve(CPU)));
    FrameworkID id = scheduler.id();
    scheduler.call(c -> c.setType(Call.Type.TEARDOWN));
    assertThat(rig.master.cluster().frameworks()).doesNotContainKey(id);
    agent.outcome(applied, OperationState.OPERATION_FINISHED);
    assertThat(agent.acknowledgedOperations()).containsExactly(applied.getUuid());
    assertThat(there().operations()).isEmpty();
  }

  @Test
  void countsHowOperationsEnd() {
    ApplyOperation applied = perform(reserve(CPU));
    assertThat(rig.metric("master/operations/pending")).isEqualTo(1);
    assertThat(rig.metric("master/operations/reserve/pending")).isEqualTo(1);
    agent.outcome(applied, OperationState.OPERATION_FINISHED);
    agent.outcome(applied, OperationState.OPERATION_FINISHED);
    perform(reserve(reserved("cpus:9")));
    assertThat(rig.metric("master/operations/pending")).isZero();
    assertThat(rig.metric("master/operations/finished")).isEqualTo(1);
    assertThat(rig.metric("master/operations/reserve/finished")).isEqualTo(1);
    assertThat(rig.metric("master/operations/reserve/error")).isEqualTo(1);
    assertThat(rig.metric("master/operations/create/error")).isZero();
    assertThat(rig.metric("master/valid_operation_status_updates")).isEqualTo(1);
    assertThat(rig.metric("master/invalid_operation_status_updates")).isEqualTo(1);
  }

  @Test
  void tellsOfTheOperationsOfAnAgentThatIsGone() {
    perform(named("o", reserve(CPU)));
    rig.master.markGone(Principal.ANONYMOUS, agent.id());
    rig.time.run();
    OperationStatus told = last(outcomes(scheduler));
    assertThat(told.getState()).isEqualTo(OperationState.OPERATION_GONE_BY_OPERATOR);
    assertThat(told.getOperationId().getValue()).isEqualTo("o");
    assertThat(told.hasUuid()).isFalse();
  }

  @Test
  void tellsOfTheOperationsOfAnAgentThatIsUnreachable() {
    perform(named("o", reserve(CPU)));
    agent.drop();
    rig.seconds(700);
    assertThat(last(outcomes(scheduler)).getState())
        .isEqualTo(OperationState.OPERATION_UNREACHABLE);
    reconcile(scheduler);
    assertThat(outcomes(scheduler)).hasSize(1);
    scheduler.call(
        c -> {
          c.setType(Call.Type.RECONCILE_OPERATIONS)
              .getReconcileOperationsBuilder()
              .addOperationsBuilder()
              .setAgentId(agent.id())
              .setOperationId(OperationID.newBuilder().setValue("o"));
          return c;
        });
    assertThat(last(outcomes(scheduler)).getState())
        .isEqualTo(OperationState.OPERATION_UNREACHABLE);
  }

  @Test
  void tellsOfTheOperationsOfAnAgentThatUnregisters() {
    perform(named("o", reserve(CPU)));
    agent.send(m -> m.setUnregister(UnregisterAgent.newBuilder().setAgentId(agent.id())));
    rig.time.run();
    OperationStatus told = last(outcomes(scheduler));
    assertThat(told.getState()).isEqualTo(OperationState.OPERATION_GONE_BY_OPERATOR);
    assertThat(told.getMessage()).contains("the agent unregistered");
    assertThat(rig.metric("master/operations/gone_by_operator")).isEqualTo(1);
  }

  @Test
  void saysNothingElseOfAnOperationWhoseOutcomeIsTold() {
    ApplyOperation applied = perform(named("o", reserve(CPU)));
    agent.outcome(applied, OperationState.OPERATION_FINISHED);
    rig.master.markGone(Principal.ANONYMOUS, agent.id());
    rig.time.run();
    assertThat(outcomes(scheduler))
        .extracting(OperationStatus::getState)
        .containsExactly(OperationState.OPERATION_FINISHED);
    assertThat(rig.metric("master/operations/gone_by_operator")).isZero();
  }

  /** The agent comes back with less than it had, and has never seen the operations. */
  @Test
  void dropsMissedOperationsForWhichNothingIsLeft() {
    perform(named("a", reserve(CPU)));
    perform(named("b", reserve(reserved("disk:100"))));
    perform(named("c", createVolume(volume("v", 10))));
    agent.drop();
    agent.received.clear();
    agent.connect();
    Resources less = Resources.parse("cpus:4;mem:1024;disk:50", "*");
    agent.info = agent.info.toBuilder().clearResources().addAllResources(less.toList()).build();
    agent.reregister(m -> m);
    assertThat(agent.operations())
        .extracting(o -> o.getOperation().getId().getValue())
        .containsExactly("a");
    assertThat(outcomes(scheduler))
        .extracting(s -> s.getOperationId().getValue(), OperationStatus::getState)
        .containsExactly(
            tuple("b", OperationState.OPERATION_DROPPED),
            tuple("c", OperationState.OPERATION_DROPPED));
    assertThat(last(outcomes(scheduler)).getMessage()).contains("is not part of");
    assertThat(there().operations()).hasSize(1);
    assertThat(rig.metric("master/operations/dropped")).isEqualTo(2);
  }

  private static Offer.Operation[] many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> named("o" + i, reserve(reserved("cpus:0.01"))))
        .toArray(Offer.Operation[]::new);
  }

  /** What is left is for others. */
  private void acceptAll(TestScheduler who, Offer.Operation... operations) {
    who.call(c -> c.setType(Call.Type.SUPPRESS));
    who.accept(List.of(who.lastOffer()), 0, operations);
    rig.seconds(1);
  }

  @Test
  void letsNobodyFillAnAgentWithOperations() {
    acceptAll(scheduler, many(51));
    assertThat(agent.operations()).hasSize(50);
    OperationStatus refused = last(outcomes(scheduler));
    assertThat(refused.getState()).isEqualTo(OperationState.OPERATION_ERROR);
    assertThat(refused.getMessage())
        .isEqualTo(
            "Framework "
                + scheduler.id().getValue()
                + " would have 51 unacknowledged operations on agent "
                + agent.id().getValue()
                + ", more than 50");
    for (String name : List.of("b", "c", "d", "e")) {
      TestScheduler other =
          rig.scheduler(name, MULTI_ROLE, RESERVATION_REFINEMENT)
              .with(i -> i.addRoles("eng"))
              .subscribe();
      rig.seconds(1);
      acceptAll(other, many(50));
    }
    assertThat(there().operations()).hasSize(200);
    assertThat(rig.master.operate(Principal.ANONYMOUS, agent.id(), reserve(reserved("mem:1"))))
        .isNotNull();
    rig.time.run();
    assertThat(there().operations()).hasSize(201);
  }
}
