package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.launch;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.master.loop.Operations.createVolume;
import static org.meseta.master.loop.Operations.destroy;
import static org.meseta.master.loop.Operations.grow;
import static org.meseta.master.loop.Operations.named;
import static org.meseta.master.loop.Operations.reserve;
import static org.meseta.master.loop.Operations.reserved;
import static org.meseta.master.loop.Operations.resources;
import static org.meseta.master.loop.Operations.shared;
import static org.meseta.master.loop.Operations.unreserve;
import static org.meseta.master.loop.Operations.volume;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.MULTI_ROLE;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.SHARED_RESOURCES;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meseta.master.state.Agent;
import org.meseta.protocol.v1.AgentInfo.Capability;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.resources.Resources;

/** What frameworks do to resources of their offers. */
class ReservationScenarioTest {
  private final MasterRig rig = new MasterRig();
  private final TestAgent agent =
      new TestAgent(rig, "one", "cpus:4;mem:1024;disk:100")
          .able(
              Capability.Type.MULTI_ROLE,
              Capability.Type.HIERARCHICAL_ROLE,
              Capability.Type.RESERVATION_REFINEMENT,
              Capability.Type.RESIZE_VOLUME,
              Capability.Type.AGENT_OPERATION_FEEDBACK)
          .register();
  private final TestScheduler scheduler =
      rig.scheduler("fw", MULTI_ROLE, RESERVATION_REFINEMENT, SHARED_RESOURCES)
          .with(i -> i.addRoles("eng").setPrincipal("paula"))
          .subscribe();

  @BeforeEach
  void offer() {
    rig.seconds(1);
  }

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  private void accept(Offer.Operation... operations) {
    scheduler.accept(List.of(scheduler.lastOffer()), 0, operations);
  }

  private static Resource mine(String text) {
    return reserved(text, "eng", "paula");
  }

  private static Resource myVolume(String id, int size) {
    Resource.Builder mine = volume(id, size).toBuilder();
    mine.getReservationsBuilder(0).setPrincipal("paula");
    mine.getDiskBuilder().getPersistenceBuilder().setPrincipal("paula");
    return mine.build();
  }

  private Resources total() {
    return there().total();
  }

  private Agent there() {
    return Objects.requireNonNull(rig.master.cluster().agents().get(agent.id()));
  }

  private OperationStatus outcome() {
    List<Event> events = scheduler.all(Event.Type.UPDATE_OPERATION_STATUS);
    return events.get(events.size() - 1).getUpdateOperationStatus().getStatus();
  }

  /** Each operation gets an id, so that a refusal is told. */
  private String refusal(Offer.Operation operation) {
    Resources before = total();
    int sent = agent.operations().size();
    accept(named("o", operation));
    assertThat(total()).isEqualTo(before);
    assertThat(agent.operations()).hasSize(sent);
    assertThat(outcome().getState()).isEqualTo(OperationState.OPERATION_ERROR);
    assertThat(outcome().hasUuid()).isFalse();
    return outcome().getMessage();
  }

  private TaskInfo onVolume(String id, Resource volume) {
    return task(id, agent, "cpus:0.1;mem:8").toBuilder().addResources(volume).build();
  }

  @Test
  void reservesPartOfAnOfferAndOffersItAgainAsReserved() {
    accept(reserve(mine("cpus:1"), mine("mem:512")));
    assertThat(total())
        .isEqualTo(
            Resources.parse("cpus:3;mem:512;disk:100", "*")
                .plus(resources(mine("cpus:1"), mine("mem:512"))));
    assertThat(agent.operations()).hasSize(1);
    assertThat(agent.operations().get(0).getFrameworkId()).isEqualTo(scheduler.id());
    rig.seconds(1);
    assertThat(Resources.of(scheduler.lastOffer().getResourcesList()))
        .isEqualTo(total().allocatedTo("eng"));
  }

  @Test
  void launchesATaskOnAVolumeThatTheSameCallMakes() {
    Resource volume = myVolume("v", 60);
    accept(reserve(mine("disk:60")), createVolume(volume), launch(onVolume("t", volume)));
    assertThat(agent.runTasks()).containsExactly("t");
    assertThat(there().used().get(scheduler.id()))
        .isEqualTo(
            Resources.parse("cpus:0.1;mem:8", "*").plus(resources(volume)).allocatedTo("eng"));
    assertThat(total().volumes()).isEqualTo(resources(volume));
    // The agent hears of the volume before it hears of the task.
    assertThat(agent.received.stream().filter(m -> m.hasApplyOperation() || m.hasRunTask()))
        .extracting(m -> m.getMessageCase().name())
        .containsExactly("APPLY_OPERATION", "APPLY_OPERATION", "RUN_TASK");
  }

  @Test
  void goesOnAfterAnOperationThatCannotBe() {
    accept(
        reserve(mine("cpus:5")),
        createVolume(myVolume("v", 60)),
        reserve(mine("cpus:1")),
        launch(task("t", agent, "cpus:3")));
    assertThat(total().reserved()).isEqualTo(resources(mine("cpus:1")));
    assertThat(agent.runTasks()).containsExactly("t");
  }

  @Test
  void takesBackWhatIsNotNeededWithoutAFilterOnlyIfItIsNew() {
    scheduler.accept(
        List.of(scheduler.lastOffer()), 3600, reserve(mine("cpus:1")), unreserve(mine("cpus:1")));
    assertThat(total()).isEqualTo(Resources.parse("cpus:4;mem:1024;disk:100", "*"));
    int offers = scheduler.offers().size();
    rig.seconds(10);
    assertThat(scheduler.offers()).hasSize(offers);
  }

  @Test
  void unreservesOnlyTheLastReservationOfAStack() {
    Resource eng = mine("cpus:1");
    Resource web =
        eng.toBuilder()
            .addReservations(
                Resource.ReservationInfo.newBuilder()
                    .setType(Resource.ReservationInfo.Type.DYNAMIC)
                    .setRole("eng/web")
                    .setPrincipal("paula"))
            .build();
    scheduler.with(i -> i.clearRoles().addRoles("eng/web").addRoles("eng")).subscribe();
    rig.seconds(1);
    assertThat(refusal(reserve(eng))).contains("offered to the role 'eng/web'");
    rig.seconds(1);
    Resource only =
        eng.toBuilder().clearReservations().addReservations(web.getReservations(1)).build();
    accept(reserve(only));
    rig.seconds(1);
    assertThat(total().reserved()).isEqualTo(resources(only));
    accept(unreserve(web));
    assertThat(total().reserved()).isEqualTo(resources(only));
    rig.seconds(1);
    accept(unreserve(only));
    assertThat(total().reserved().isEmpty()).isTrue();
  }

  @Test
  void reservesOnlyForTheRoleAndPrincipalOfTheFramework() {
    assertThat(refusal(reserve(reserved("cpus:1", "ops", "paula")))).contains("for its roles");
    rig.seconds(1);
    assertThat(refusal(reserve(reserved("cpus:1", "eng", "olaf")))).contains("another principal");
    rig.seconds(1);
    assertThat(refusal(reserve(reserved("cpus:1")))).contains("names no principal");
    rig.seconds(1);
    assertThat(refusal(reserve(mine("cpus:1").toBuilder().clearReservations().build())))
        .contains("not dynamically reserved");
  }

  @Test
  void leavesTheSourceOfAReservationToOperators() {
    Offer.Operation.Builder operation = reserve(mine("cpus:1")).toBuilder();
    operation.getReserveBuilder().addSource(Operations.one("cpus:1"));
    assertThat(refusal(operation.build())).contains("only for operators");
  }

  @Test
  void makesNoTwoVolumesOfOneIdForARole() {
    accept(reserve(mine("disk:100")), createVolume(myVolume("v", 10)));
    rig.seconds(1);
    assertThat(refusal(createVolume(myVolume("v", 20)))).contains("has a volume 'v' there already");
    rig.seconds(1);
    assertThat(refusal(createVolume(myVolume("w", 20), myVolume("w", 10)))).contains("'w'");
    rig.seconds(1);
    accept(destroy(myVolume("v", 10)), createVolume(myVolume("v", 20)));
    assertThat(total().volumes()).isEqualTo(resources(myVolume("v", 20)));
  }

  @Test
  void leavesAVolumeInUseAlone() {
    Resource volume = shared(myVolume("v", 10));
    accept(reserve(mine("disk:10")), createVolume(volume), launch(onVolume("t", volume)));
    rig.seconds(1);
    assertThat(refusal(destroy(volume))).contains("in use");
    agent.update(scheduler.id(), "t", TaskState.TASK_FINISHED);
    rig.seconds(1);
    accept(destroy(volume));
    assertThat(total().volumes().isEmpty()).isTrue();
    assertThat(total().reserved()).isEqualTo(resources(mine("disk:10")));
  }

  @Test
  void letsSeveralTasksUseOneCopyOfASharedVolume() {
    Resource volume = shared(myVolume("v", 10));
    accept(
        reserve(mine("disk:10")),
        createVolume(volume),
        launch(onVolume("a", volume), onVolume("b", volume)));
    assertThat(agent.runTasks()).containsExactly("a", "b");
    assertThat(total().volumes()).isEqualTo(resources(volume));
    assertThat(Objects.requireNonNull(there().used().get(scheduler.id())).shared())
        .isEqualTo(resources(volume, volume).allocatedTo("eng"));
    agent.update(scheduler.id(), "a", TaskState.TASK_FINISHED);
    agent.update(scheduler.id(), "b", TaskState.TASK_FINISHED);
    assertThat(there().used()).isEmpty();
  }

  @Test
  void onlyFrameworksThatShareMakeSharedVolumes() {
    scheduler.with(i -> i.clearCapabilities().addCapabilities(capability())).subscribe();
    rig.seconds(1);
    accept(reserve(mine("disk:10")));
    rig.seconds(1);
    assertThat(refusal(createVolume(shared(myVolume("v", 10))))).contains("SHARED_RESOURCES");
  }

  private static FrameworkInfo.Capability capability() {
    return FrameworkInfo.Capability.newBuilder().setType(MULTI_ROLE).build();
  }

  @Test
  void growsAVolumeThatIsNotInUse() {
    accept(reserve(mine("disk:100")), createVolume(myVolume("v", 10)));
    rig.seconds(1);
    accept(grow(myVolume("v", 10), mine("disk:20")));
    assertThat(total().volumes()).isEqualTo(resources(myVolume("v", 30)));
    rig.seconds(1);
    accept(launch(onVolume("t", myVolume("v", 30))));
    rig.seconds(1);
    assertThat(refusal(grow(myVolume("v", 30), mine("disk:20")))).contains("is not part of");
  }

  @Test
  void refusesIdsWhereNobodyTellsTheOutcome() {
    TestAgent plain = rig.agent("plain", "cpus:4;mem:1024");
    rig.seconds(1);
    scheduler.accept(List.of(scheduler.lastOffer()), 0, named("o", reserve(mine("cpus:1"))));
    assertThat(plain.operations()).isEmpty();
    assertThat(outcome().getState()).isEqualTo(OperationState.OPERATION_ERROR);
    assertThat(outcome().getMessage()).contains("does not tell the outcome");
  }
}
