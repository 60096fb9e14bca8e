package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.launch;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.MULTI_ROLE;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.PARTITION_AWARE;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OfferID;
import org.meseta.protocol.v1.OperationID;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.resources.Resources;

class OfferScenarioTest {
  private static final String RESOURCES = "cpus:4;mem:1024;ports:[31000-32000]";

  private MasterRig rig = new MasterRig();
  private TestAgent agent = rig.agent("one", RESOURCES);

  private TestScheduler offered(TestScheduler scheduler) {
    scheduler.subscribe();
    rig.seconds(1);
    return scheduler;
  }

  @Test
  void offersAllThatIsFreeAndNamesTheAgent() {
    TestScheduler scheduler = offered(rig.scheduler("fw"));
    Offer offer = scheduler.lastOffer();
    assertThat(offer.getId().getValue()).isEqualTo(rig.master.cluster().master().getId() + "-O0");
    assertThat(offer.getHostname()).isEqualTo("one");
    assertThat(offer.getUrl().getAddress().getIp()).isEqualTo("10.0.0.1");
    assertThat(offer.getUrl().getPath()).isEqualTo("/slave(1)");
    assertThat(Resources.of(offer.getResourcesList()))
        .isEqualTo(Resources.parse("cpus:4;mem:1024;ports:[31000-32000]", "*"));
    rig.assertSound();
  }

  @Test
  void leavesOutWhatAPlainFrameworkDoesNotKnow() {
    Offer offer = offered(rig.scheduler("fw")).lastOffer();
    assertThat(offer.hasAllocationInfo()).isFalse();
    assertThat(offer.getResourcesList())
        .allSatisfy(
            resource -> {
              assertThat(resource.hasAllocationInfo()).isFalse();
              assertThat(role(resource)).isEqualTo("*");
            });
  }

  @Test
  void namesTheRoleOfTheOfferToAMultiRoleFramework() {
    TestScheduler scheduler = rig.scheduler("fw", MULTI_ROLE).with(i -> i.addRoles("eng"));
    Offer offer = offered(scheduler).lastOffer();
    assertThat(offer.getAllocationInfo().getRole()).isEqualTo("eng");
    assertThat(offer.getResourcesList())
        .allSatisfy(r -> assertThat(r.getAllocationInfo().getRole()).isEqualTo("eng"))
        .allSatisfy(r -> assertThat(hasRole(r)).isTrue());
  }

  @Test
  void leavesOutTheOldRoleForAFrameworkThatKnowsRefinedReservations() {
    TestScheduler scheduler =
        rig.scheduler("fw", MULTI_ROLE, RESERVATION_REFINEMENT).with(i -> i.addRoles("eng"));
    assertThat(offered(scheduler).lastOffer().getResourcesList())
        .allSatisfy(r -> assertThat(hasRole(r)).isFalse());
  }

  @SuppressWarnings("deprecation")
  private static boolean hasRole(Resource resource) {
    return resource.hasRole();
  }

  @SuppressWarnings("deprecation")
  private static String role(Resource resource) {
    return resource.getRole();
  }

  @Test
  void keepsDeclinedResourcesAwayForTheTimeAskedFor() {
    TestScheduler scheduler = offered(rig.scheduler("fw"));
    scheduler.decline(scheduler.lastOffer(), 3600);
    rig.seconds(3599);
    assertThat(scheduler.offers()).hasSize(1);
    rig.seconds(3);
    assertThat(scheduler.offers()).hasSize(2);
    rig.assertSound();
  }

  @Test
  void offersAgainAfterARevive() {
    TestScheduler scheduler = offered(rig.scheduler("fw"));
    scheduler.decline(scheduler.lastOffer(), 3600);
    rig.seconds(10);
    scheduler.revive();
    rig.seconds(1);
    assertThat(scheduler.offers()).hasSize(2);
  }

  @Test
  void treatsANegativeRefusalAsFiveSeconds() {
    TestScheduler scheduler = offered(rig.scheduler("fw"));
    scheduler.decline(scheduler.lastOffer(), -1);
    rig.seconds(4);
    assertThat(scheduler.offers()).hasSize(1);
    rig.seconds(3);
    assertThat(scheduler.offers()).hasSize(2);
  }

  @Test
  void doesNotOfferSuppressedRolesUntilTheyAreRevived() {
    TestScheduler scheduler = rig.scheduler("fw").subscribe("*");
    rig.seconds(5);
    assertThat(scheduler.offers()).isEmpty();
    assertThat(rig.framework(scheduler.id()).suppressedRoles()).containsExactly("*");
    scheduler.revive("*");
    rig.seconds(1);
    assertThat(scheduler.offers()).hasSize(1);
    scheduler.suppress();
    assertThat(rig.framework(scheduler.id()).suppressedRoles()).containsExactly("*");
  }

  @Test
  void dropsASuppressOrReviveThatNamesAForeignRole() {
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    scheduler.suppress("*", "other");
    assertThat(rig.framework(scheduler.id()).suppressedRoles()).isEmpty();
    scheduler.suppress();
    scheduler.revive("*", "/bad");
    assertThat(rig.framework(scheduler.id()).suppressedRoles()).containsExactly("*");
  }

  @Test
  void suppressesAndRevivesRolesOneByOne() {
    TestScheduler scheduler =
        rig.scheduler("fw", MULTI_ROLE).with(i -> i.addRoles("a").addRoles("b")).subscribe();
    scheduler.suppress("a");
    assertThat(rig.framework(scheduler.id()).suppressedRoles()).containsExactly("a");
    scheduler.suppress();
    assertThat(rig.framework(scheduler.id()).suppressedRoles()).containsExactlyInAnyOrder("a", "b");
    scheduler.revive("b");
    assertThat(rig.framework(scheduler.id()).suppressedRoles()).containsExactly("a");
  }

  @Test
  void countsWhatAnAcceptLeavesOverAsDeclined() {
    TestScheduler scheduler = offered(rig.scheduler("fw"));
    scheduler.accept(
        List.of(scheduler.lastOffer()), 60, launch(task("t1", agent, "cpus:1;mem:64")));
    rig.seconds(59);
    assertThat(scheduler.offers()).hasSize(1);
    rig.seconds(2);
    assertThat(Resources.of(scheduler.lastOffer().getResourcesList()).scalar("cpus")).contains(3.0);
    rig.assertSound();
  }

  @Test
  void acceptsSeveralOffersOfOneAgentTogether() {
    TestScheduler scheduler = offered(rig.scheduler("fw"));
    scheduler.accept(List.of(scheduler.lastOffer()), 0, launch(task("t1", agent, "cpus:3;mem:64")));
    rig.seconds(1);
    final Offer first = scheduler.lastOffer();
    agent.update(scheduler.id(), "t1", TaskState.TASK_FINISHED);
    rig.seconds(1);
    final Offer second = scheduler.lastOffer();
    assertThat(first.getId()).isNotEqualTo(second.getId());
    scheduler.accept(List.of(first, second), 0, launch(task("t2", agent, "cpus:4;mem:1024")));
    assertThat(agent.runTasks()).containsExactly("t1", "t2");
    rig.assertSound();
  }

  @Test
  void refusesEverythingOfAnAcceptWithADeadOffer() {
    TestScheduler scheduler = offered(rig.scheduler("fw", PARTITION_AWARE));
    Offer dead =
        Offer.newBuilder(scheduler.lastOffer())
            .setId(OfferID.newBuilder().setValue("no-such-offer"))
            .build();
    scheduler.accept(
        List.of(scheduler.lastOffer(), dead), 5, launch(task("t1", agent, "cpus:1;mem:64")));
    TaskStatus status = scheduler.lastUpdate();
    assertThat(status.getState()).isEqualTo(TaskState.TASK_DROPPED);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_INVALID_OFFERS);
    assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_MASTER);
    assertThat(status.getMessage())
        .isEqualTo("Task launched with invalid offers: Offer no-such-offer is no longer valid");
    assertThat(status.hasUuid()).isFalse();
    assertThat(agent.runTasks()).isEmpty();
    assertThat(rig.framework(scheduler.id()).offers()).isEmpty();
    rig.assertSound();
  }

  @Test
  void losesTasksOfAnInvalidAcceptForFrameworksThatKnowNoOtherState() {
    TestScheduler scheduler = offered(rig.scheduler("fw"));
    Offer offer = scheduler.lastOffer();
    scheduler.accept(List.of(offer, offer), 5, launch(task("t1", agent, "cpus:1;mem:64")));
    assertThat(scheduler.lastUpdate().getState()).isEqualTo(TaskState.TASK_LOST);
    assertThat(scheduler.lastUpdate().getMessage())
        .isEqualTo(
            "Task launched with invalid offers: Duplicate offer "
                + offer.getId().getValue()
                + " in offer list");
  }

  @Test
  void setsNoFilterForOffersThatWereAcceptedWrongly() {
    TestScheduler scheduler = offered(rig.scheduler("fw"));
    Offer offer = scheduler.lastOffer();
    scheduler.accept(List.of(offer, offer), 3600, launch(task("t1", agent, "cpus:1;mem:64")));
    rig.seconds(1);
    assertThat(scheduler.offers()).hasSize(2);
  }

  @Test
  void tellsThatTasksOfAnAcceptWithoutOffersAreDropped() {
    TestScheduler scheduler = rig.scheduler("fw", PARTITION_AWARE).subscribe("*");
    scheduler.accept(List.of(), 5, launch(task("t1", agent, "cpus:1;mem:64")));
    assertThat(scheduler.lastUpdate().getState()).isEqualTo(TaskState.TASK_DROPPED);
    assertThat(scheduler.lastUpdate().getMessage())
        .isEqualTo("Task launched with invalid offers: No offers specified");
    assertThat(rig.metric("master/tasks_dropped")).isEqualTo(1);
  }

  @Test
  void ignoresADeclineOfOffersThatAreOver() {
    TestScheduler scheduler = offered(rig.scheduler("fw"));
    Offer offer = scheduler.lastOffer();
    int events = scheduler.events.size();
    scheduler.decline(offer, 60);
    scheduler.decline(offer, 60);
    assertThat(scheduler.events).hasSize(events);
    rig.assertSound();
  }

  @Test
  void countsWhatAnAcceptLaunchesAndDeclines() {
    TestScheduler scheduler = offered(rig.scheduler("fw"));
    scheduler.accept(
        List.of(scheduler.lastOffer()),
        0,
        launch(task("t1", agent, "cpus:1;mem:64")),
        launch(task("t2", agent, "cpus:1;mem:64")),
        launch());
    assertThat(rig.metric("master/messages_launch_tasks")).isEqualTo(2);
    assertThat(rig.metric("master/messages_decline_offers")).isEqualTo(1);
    rig.seconds(1);
    scheduler.accept(List.of(scheduler.lastOffer()), 60);
    assertThat(rig.metric("master/messages_decline_offers")).isEqualTo(1);
    rig.seconds(50);
    assertThat(rig.framework(scheduler.id()).offers()).isEmpty();
  }

  @Test
  void offersAgainAtOnceWhatIsDeclinedForNoTime() {
    TestScheduler scheduler = offered(rig.scheduler("fw"));
    scheduler.decline(scheduler.lastOffer(), 0);
    rig.seconds(1);
    assertThat(scheduler.offers()).hasSize(2);
  }

  @Test
  void offersAgainAfterAYearWhateverWasAskedFor() {
    rig = new MasterRig(Map.of("allocation_interval", "1hrs"));
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    agent = rig.agent("one", RESOURCES);
    rig.seconds(4000);
    scheduler.decline(scheduler.lastOffer(), 1e9);
    rig.time.advance(Duration.ofDays(364));
    assertThat(scheduler.offers()).hasSize(1);
    rig.time.advance(Duration.ofDays(2));
    assertThat(scheduler.offers()).hasSize(2);
  }

  @Test
  void refusesAnIdOnALaunch() {
    TestScheduler scheduler = offered(rig.scheduler("fw"));
    Offer.Operation operation =
        launch(task("t1", agent, "cpus:1;mem:64")).toBuilder()
            .setId(OperationID.newBuilder().setValue("o"))
            .build();
    scheduler.accept(List.of(scheduler.lastOffer()), 5, operation);
    assertThat(scheduler.lastUpdate().getState()).isEqualTo(TaskState.TASK_ERROR);
    assertThat(scheduler.lastUpdate().getMessage())
        .isEqualTo("The `id` field cannot be set on LAUNCH operations");
    assertThat(scheduler.all(Event.Type.UPDATE_OPERATION_STATUS)).isEmpty();
    rig.assertSound();
  }

  @Test
  void leavesAnothersOfferAloneWhenItIsAccepted() {
    TestScheduler owner = offered(rig.scheduler("owner"));
    TestScheduler thief = rig.scheduler("thief").subscribe();
    thief.accept(List.of(owner.lastOffer()), 5, launch(task("t1", agent, "cpus:1;mem:64")));
    assertThat(thief.lastUpdate().getState()).isEqualTo(TaskState.TASK_LOST);
    assertThat(rig.framework(owner.id()).offers()).hasSize(1);
    thief.decline(owner.lastOffer(), 5);
    assertThat(rig.framework(owner.id()).offers()).hasSize(1);
  }

  @Test
  void doesNotAcceptOffersOfTwoAgentsTogether() {
    rig.agent("two", "cpus:1;mem:64");
    TestScheduler scheduler = offered(rig.scheduler("fw"));
    scheduler.accept(scheduler.offers(), 5, launch(task("t1", agent, "cpus:1;mem:64")));
    assertThat(scheduler.lastUpdate().getMessage())
        .contains("Aggregated offers must belong to one single agent. Offer ");
    rig.assertSound();
  }

  @Test
  void rescindsOffersOfAnAgentThatDisconnects() {
    TestScheduler scheduler = offered(rig.scheduler("fw"));
    agent.drop();
    assertThat(scheduler.all(Event.Type.RESCIND))
        .singleElement()
        .satisfies(
            e -> assertThat(e.getRescind().getOfferId()).isEqualTo(scheduler.lastOffer().getId()));
    rig.seconds(10);
    assertThat(scheduler.offers()).hasSize(1);
    rig.assertSound();
  }

  @Test
  void rescindsOffersThatAreNotAnsweredInTime() {
    MasterRig strict = new MasterRig(Map.of("offer_timeout", "30secs"));
    strict.agent("one", "cpus:4;mem:1024");
    TestScheduler scheduler = strict.scheduler("fw").subscribe();
    strict.seconds(1);
    strict.seconds(30.5);
    assertThat(scheduler.all(Event.Type.RESCIND)).hasSize(1);
    strict.seconds(1);
    assertThat(scheduler.offers()).hasSize(2);
    strict.assertSound();
  }

  @Test
  void givesBackOffersForWhomeverHasGoneMeanwhile() {
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    rig.seconds(1);
    scheduler.drop();
    rig.assertSound();
    assertThat(rig.master.cluster().offers()).isEmpty();
  }

  @Test
  void offersNoMoreOfAnAgentThanItsExecutorsAllow() {
    MasterRig narrow = new MasterRig(Map.of("max_executors_per_agent", "1"));
    TestAgent only = narrow.agent("one", "cpus:4;mem:1024");
    TestScheduler scheduler = narrow.scheduler("fw").subscribe();
    narrow.seconds(1);
    scheduler.accept(
        List.of(scheduler.lastOffer()),
        0,
        launch(LaunchRefusalTest.withExecutor(task("t1", only, "cpus:1;mem:64"), scheduler, "e")));
    assertThat(only.runTasks()).containsExactly("t1");
    narrow.seconds(3);
    assertThat(scheduler.offers()).hasSize(1);
    narrow.assertSound();
  }
}
