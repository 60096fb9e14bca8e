package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.PARTITION_AWARE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meseta.master.api.Outcome;
import org.meseta.master.state.Framework;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

class FrameworkScenarioTest {
  private MasterRig rig = new MasterRig();
  private final TestAgent agent = rig.agent("one", "cpus:4;mem:1024");

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  private static FrameworkID id(String value) {
    return FrameworkID.newBuilder().setValue(value).build();
  }

  @Test
  void admitsAnIdThatTheFrameworkHasChosen() {
    TestScheduler chosen = rig.scheduler("fw").with(i -> i.setId(id("my-own"))).subscribe();
    assertThat(chosen.all(Event.Type.SUBSCRIBED))
        .singleElement()
        .satisfies(e -> assertThat(e.getSubscribed().getFrameworkId()).isEqualTo(id("my-own")));
  }

  @Test
  void doesNotGiveAwayAnIdThatSomebodyHasChosen() {
    String first = rig.master.cluster().master().getId() + "-0000";
    rig.scheduler("chooser").with(i -> i.setId(id(first))).subscribe();
    TestScheduler fresh = rig.scheduler("fresh").subscribe();
    assertThat(fresh.id().getValue()).endsWith("-0001");
  }

  @Test
  void letsASecondSchedulerTakeOver() {
    TestScheduler scheduler = rig.scheduler("fw").with(i -> i.setFailoverTimeout(60)).subscribe();
    rig.seconds(1);
    scheduler.launch(scheduler.lastOffer(), task("t1", agent, "cpus:1;mem:64"));
    rig.seconds(6);
    final TestScheduler.Stream old = scheduler.stream;
    final int offers = scheduler.offers().size();
    scheduler.with(i -> i.setName("renamed").setUser("other")).subscribe();
    assertThat(scheduler.errors()).containsExactly("Framework failed over");
    assertThat(old.closed).isTrue();
    assertThat(scheduler.all(Event.Type.RESCIND)).isEmpty();
    Framework framework = rig.framework(scheduler.id());
    assertThat(framework.connected()).isTrue();
    assertThat(framework.info().getName()).isEqualTo("renamed");
    assertThat(framework.info().getUser()).isEqualTo("nobody");
    assertThat(framework.tasks()).hasSize(1);
    assertThat(agent.last().getUpdateFramework().getFramework().getName()).isEqualTo("renamed");
    rig.seconds(2);
    assertThat(scheduler.offers()).hasSizeGreaterThan(offers);
    rig.seconds(120);
    assertThat(rig.master.cluster().frameworks()).hasSize(1);
  }

  @Test
  void endsAFrameworkThatDoesNotReturnInTime() {
    TestScheduler scheduler = rig.scheduler("fw").with(i -> i.setFailoverTimeout(60)).subscribe();
    rig.seconds(1);
    scheduler.launch(scheduler.lastOffer(), task("t1", agent, "cpus:1;mem:64"));
    scheduler.drop();
    assertThat(rig.framework(scheduler.id()).connected()).isFalse();
    rig.seconds(59);
    assertThat(rig.master.cluster().frameworks()).hasSize(1);
    rig.seconds(2);
    assertThat(rig.master.cluster().frameworks()).isEmpty();
    assertThat(agent.last().getMessageCase())
        .isEqualTo(MasterMessage.MessageCase.SHUTDOWN_FRAMEWORK);
    assertThat(rig.master.cluster().completedFrameworks())
        .singleElement()
        .satisfies(
            done ->
                assertThat(done.completedTasks())
                    .extracting(Task::getState)
                    .containsExactly(TaskState.TASK_KILLED));
  }

  @Test
  void keepsAFrameworkThatReturnsInTime() {
    TestScheduler scheduler = rig.scheduler("fw").with(i -> i.setFailoverTimeout(60)).subscribe();
    scheduler.drop();
    rig.seconds(30);
    scheduler.subscribe();
    rig.seconds(120);
    assertThat(rig.framework(scheduler.id()).connected()).isTrue();
    assertThat(rig.framework(scheduler.id()).reregisteredTime()).isPresent();
  }

  @Test
  void endsAFrameworkWithoutFailoverTimeoutAtOnce() {
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    scheduler.drop();
    rig.seconds(0.001);
    assertThat(rig.master.cluster().frameworks()).isEmpty();
  }

  @Test
  void waitsForAFrameworkAsLongAsATimeCanBe() {
    rig = new MasterRig(Map.of("allocation_interval", "1days"));
    TestScheduler scheduler =
        rig.scheduler("fw").with(i -> i.setFailoverTimeout(9223372036.0)).subscribe();
    assertThat(scheduler.errors()).isEmpty();
    scheduler.drop();
    rig.time.advance(Duration.ofDays(400));
    assertThat(rig.framework(scheduler.id()).connected()).isFalse();
    scheduler.subscribe();
    assertThat(rig.framework(scheduler.id()).connected()).isTrue();
  }

  @Test
  void waitsForAnAgedFrameworkFromItsLastDisconnection() {
    TestScheduler scheduler = rig.scheduler("fw").with(i -> i.setFailoverTimeout(60)).subscribe();
    scheduler.drop();
    rig.seconds(50);
    scheduler.subscribe();
    scheduler.drop();
    rig.seconds(50);
    assertThat(rig.master.cluster().frameworks()).hasSize(1);
    rig.seconds(11);
    assertThat(rig.master.cluster().frameworks()).isEmpty();
  }

  @Test
  void staysConnectedWhenTheStreamEndsFromWhichAnotherTookOver() {
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    final TestScheduler.Stream old = scheduler.stream;
    scheduler.subscribe();
    rig.master.unsubscribed(old);
    rig.seconds(60);
    assertThat(rig.framework(scheduler.id()).connected()).isTrue();
  }

  @Test
  void keepsFrameworksThatOnlyAgentsKnowUntilAnOperatorEndsThem() {
    MasterRig fresh = new MasterRig();
    TestAgent returning = new TestAgent(fresh, "one", "cpus:4;mem:1024");
    returning.info = agent.info;
    FrameworkInfo info =
        FrameworkInfo.newBuilder().setUser("u").setName("n").setId(id("f")).build();
    returning.reregister(
        m -> m.addFrameworks(info).addTasks(returning.task(id("f"), "t1", TaskState.TASK_RUNNING)));
    fresh.time.advance(Duration.ofDays(30));
    assertThat(fresh.framework(id("f")).recovered()).isTrue();
    var outcome = fresh.master.teardown(Principal.ANONYMOUS, id("f"));
    fresh.time.run();
    assertThat(outcome.toCompletableFuture()).isCompletedWithValue(Outcome.ACCEPTED);
    assertThat(returning.last().getShutdownFramework().getFrameworkId()).isEqualTo(id("f"));
  }

  @Test
  void keepsTasksThatCountAsLostLostWhenTheFrameworkEnds() {
    TestScheduler plain = rig.scheduler("plain").with(i -> i.setCheckpoint(true)).subscribe();
    TestScheduler aware =
        rig.scheduler("aware", PARTITION_AWARE).with(i -> i.setCheckpoint(true)).subscribe();
    for (TestScheduler scheduler : List.of(plain, aware)) {
      (scheduler == plain ? aware : plain).suppress();
      scheduler.revive();
      rig.seconds(7);
      scheduler.accept(
          List.of(scheduler.lastOffer()), 0, MasterRig.launch(task("t", agent, "cpus:1;mem:64")));
    }
    agent.drop();
    rig.seconds(80);
    plain.teardown();
    aware.teardown();
    assertThat(rig.master.cluster().completedFrameworks())
        .flatExtracting(Framework::completedTasks)
        .extracting(Task::getState)
        .containsExactly(TaskState.TASK_LOST, TaskState.TASK_KILLED);
    assertThat(rig.metric("master/tasks_killed")).isZero();
  }

  @Test
  void remembersNoFrameworkWhereTheOperatorWantsNone() {
    MasterRig forgetful = new MasterRig(Map.of("max_completed_frameworks", "0"));
    TestScheduler scheduler = forgetful.scheduler("fw").subscribe();
    scheduler.teardown();
    assertThat(forgetful.master.cluster().completedFrameworks()).isEmpty();
    scheduler.subscribe();
    assertThat(scheduler.errors()).isEmpty();
  }

  @Test
  void refusesATeardownByAnotherPrincipal() {
    TestScheduler scheduler =
        rig.scheduler("fw").with(i -> i.setPrincipal("me")).subscribeAs(Principal.named("me"));
    assertRefused(
        scheduler.callAs(
            Principal.named("other"), scheduler.stream.id(), c -> c.setType(Call.Type.TEARDOWN)),
        Outcome.Kind.INVALID,
        "Authenticated principal 'other' does not match principal 'me' set in `FrameworkInfo`");
    assertThat(rig.framework(scheduler.id()).connected()).isTrue();
  }

  @Test
  void tearsDownAFramework() {
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    rig.seconds(1);
    scheduler.launch(scheduler.lastOffer(), task("t1", agent, "cpus:1;mem:64"));
    int updates = scheduler.updates().size();
    scheduler.teardown();
    assertThat(scheduler.stream.closed).isTrue();
    assertThat(scheduler.updates()).hasSize(updates);
    assertThat(scheduler.errors()).isEmpty();
    assertThat(agent.last().getShutdownFramework().getFrameworkId()).isEqualTo(scheduler.id());
    assertThat(rig.metric("master/tasks_killed")).isEqualTo(1);
    scheduler.subscribe();
    assertThat(scheduler.errors()).containsExactly("Framework has been removed");
  }

  @Test
  void remembersOnlySoManyFrameworks() {
    MasterRig small = new MasterRig(Map.of("max_completed_frameworks", "2"));
    for (String name : List.of("a", "b", "c")) {
      small.scheduler(name).with(i -> i.setId(id(name))).subscribe().teardown();
    }
    assertThat(small.master.cluster().completedFrameworks())
        .extracting(f -> f.id().getValue())
        .containsExactly("b", "c");
    assertThat(small.scheduler("a").with(i -> i.setId(id("a"))).subscribe().errors()).isEmpty();
  }

  @Test
  void remembersOnlySoManyTasks() {
    MasterRig small = new MasterRig(Map.of("max_completed_tasks_per_framework", "1"));
    TestAgent only = small.agent("one", "cpus:4;mem:1024");
    TestScheduler scheduler = small.scheduler("fw").subscribe();
    small.seconds(1);
    scheduler.launch(
        scheduler.lastOffer(),
        task("t1", only, "cpus:1;mem:64"),
        task("t2", only, "cpus:1;mem:64"));
    for (String name : List.of("t1", "t2")) {
      only.update(scheduler.id(), name, TaskState.TASK_FINISHED);
      scheduler.acknowledge(only, name, TaskState.TASK_FINISHED);
    }
    assertThat(small.framework(scheduler.id()).completedTasks())
        .extracting(t -> t.getTaskId().getValue())
        .containsExactly("t2");
  }

  private static void assertRefused(Outcome outcome, Outcome.Kind kind, String message) {
    assertThat(outcome).isEqualTo(new Outcome.Refused(kind, message));
  }

  @Test
  void refusesCallsThatDoNotComeFromTheSubscribedScheduler() {
    TestScheduler scheduler = rig.scheduler("fw").with(i -> i.setFailoverTimeout(60)).subscribe();
    Function<Call.Builder, Call.Builder> revive = c -> c.setType(Call.Type.REVIVE);
    assertRefused(
        scheduler.callAs(Principal.ANONYMOUS, "", revive),
        Outcome.Kind.INVALID,
        "All non-subscribe calls should include the 'Mesos-Stream-Id' header");
    assertRefused(
        scheduler.callAs(Principal.ANONYMOUS, "wrong", revive),
        Outcome.Kind.INVALID,
        "The stream ID 'wrong' included in this request didn't match the stream ID currently"
            + " associated with framework ID "
            + scheduler.id().getValue());
    assertThat(scheduler.callAs(Principal.named("x"), scheduler.stream.id(), revive))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, r -> assertThat(r.kind()).isEqualTo(Outcome.Kind.INVALID));
    scheduler.drop();
    assertRefused(scheduler.call(revive), Outcome.Kind.FORBIDDEN, "Framework is not subscribed");
    assertRefused(
        scheduler.call(c -> c.setType(Call.Type.REVIVE).setFrameworkId(id("none"))),
        Outcome.Kind.INVALID,
        "Framework cannot be found");
  }

  @Test
  void letsAnOperatorEndAFrameworkAndKillATask() {
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    rig.seconds(1);
    scheduler.launch(scheduler.lastOffer(), task("t1", agent, "cpus:1;mem:64"));
    var kill = rig.master.kill(Principal.ANONYMOUS, scheduler.id(), MasterRig.taskId("t1"));
    var none = rig.master.kill(Principal.ANONYMOUS, scheduler.id(), MasterRig.taskId("t2"));
    var teardown = rig.master.teardown(Principal.ANONYMOUS, scheduler.id());
    var again = rig.master.teardown(Principal.ANONYMOUS, scheduler.id());
    rig.time.run();
    assertThat(kill.toCompletableFuture()).isCompletedWithValue(Outcome.ACCEPTED);
    assertThat(none.toCompletableFuture().join()).isInstanceOf(Outcome.Refused.class);
    assertThat(agent.killTasks()).containsExactly("t1");
    assertThat(teardown.toCompletableFuture()).isCompletedWithValue(Outcome.ACCEPTED);
    assertRefused(
        again.toCompletableFuture().join(),
        Outcome.Kind.INVALID,
        "No framework found with specified ID");
  }
}
