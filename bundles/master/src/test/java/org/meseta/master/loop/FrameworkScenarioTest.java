package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;

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
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

class FrameworkScenarioTest {
  private final MasterRig rig = new MasterRig();
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
