package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.PARTITION_AWARE;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.scheduler.Event;

/** How long agents may be away, and how many are given up at a time. */
class AgentAbsenceTest {
  private MasterRig rig = new MasterRig();

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  private int agents() {
    return rig.master.cluster().agents().size();
  }

  private void counted(int scheduled, int completed, int canceled) {
    assertThat(rig.metric("master/slave_unreachable_scheduled")).isEqualTo(scheduled);
    assertThat(rig.metric("master/slave_unreachable_completed")).isEqualTo(completed);
    assertThat(rig.metric("master/slave_unreachable_canceled")).isEqualTo(canceled);
  }

  private static void comeBack(TestAgent agent) {
    agent.connect();
    agent.reregister(m -> m);
  }

  @Test
  void givesUpAnAgentAfterAsManyMissingSignsOfLifeAsTheOperatorAllows() {
    rig = new MasterRig(Map.of("agent_ping_timeout", "1secs", "max_agent_ping_timeouts", "3"));
    TestAgent agent = rig.agent("one", "cpus:1;mem:64");
    agent.drop();
    rig.seconds(2.9);
    assertThat(agents()).isEqualTo(1);
    rig.seconds(0.2);
    assertThat(agents()).isZero();
    counted(1, 1, 0);
  }

  @Test
  void countsTheSilenceBeforeTheLinkBroke() {
    TestAgent agent = rig.agent("one", "cpus:1;mem:64");
    agent.link.silence = Duration.ofSeconds(60);
    agent.drop();
    rig.seconds(14);
    assertThat(agents()).isEqualTo(1);
    rig.seconds(2);
    assertThat(agents()).isZero();
  }

  @Test
  void givesUpAnAgentAtOnceWhoseLinkWasEndedForItsSilence() {
    TestAgent agent = rig.agent("one", "cpus:1;mem:64");
    agent.link.silence = Duration.ofSeconds(75);
    agent.drop();
    rig.seconds(0.001);
    assertThat(agents()).isZero();
  }

  @Test
  void waitsNoLongerThanTheTimeToReregisterAndSaysSo() {
    rig = new MasterRig(Map.of("agent_ping_timeout", "15mins"));
    TestAgent agent = rig.agent("one", "cpus:1;mem:64");
    TestScheduler scheduler =
        rig.scheduler("fw", PARTITION_AWARE).with(i -> i.setCheckpoint(true)).subscribe();
    rig.seconds(1);
    scheduler.launch(scheduler.lastOffer(), task("t", agent, "cpus:1;mem:64"));
    agent.drop();
    rig.seconds(599);
    assertThat(agents()).isEqualTo(1);
    rig.seconds(2);
    assertThat(agents()).isZero();
    assertThat(scheduler.lastUpdate().getState()).isEqualTo(TaskState.TASK_UNREACHABLE);
    assertThat(scheduler.lastUpdate().getMessage())
        .isEqualTo("agent did not reregister within 10mins after disconnecting");
  }

  @Test
  void startsAnewWhenAnAgentWasBackMeanwhile() {
    TestAgent agent = rig.agent("one", "cpus:1;mem:64");
    for (int i = 0; i < 3; i++) {
      agent.drop();
      rig.seconds(70);
      comeBack(agent);
    }
    rig.seconds(200);
    assertThat(agents()).isEqualTo(1);
    counted(0, 0, 0);
  }

  @Test
  void givesUpNoMoreAgentsAtATimeThanTheOperatorAllows() {
    rig = new MasterRig(Map.of("agent_removal_rate_limit", "2/20mins"));
    TestAgent one = rig.agent("one", "cpus:1;mem:64");
    TestAgent two = rig.agent("two", "cpus:1;mem:64");
    final TestAgent three = rig.agent("three", "cpus:1;mem:64");
    one.drop();
    two.drop();
    rig.seconds(1);
    three.drop();
    rig.seconds(80);
    assertThat(agents()).isEqualTo(2);
    counted(3, 1, 0);
    rig.seconds(590);
    assertThat(agents()).isEqualTo(2);
    rig.seconds(10);
    assertThat(agents()).isEqualTo(1);
    assertThat(rig.master.cluster().agents()).containsOnlyKeys(three.id());
    rig.seconds(600);
    assertThat(agents()).isZero();
    counted(3, 3, 0);
  }

  @Test
  void doesNotGiveUpAnAgentThatComesBackWhileItWaitsForItsTurn() {
    rig = new MasterRig(Map.of("slave_removal_rate_limit", "1/10mins"));
    TestAgent one = rig.agent("one", "cpus:1;mem:64");
    TestAgent two = rig.agent("two", "cpus:1;mem:64");
    one.drop();
    two.drop();
    rig.seconds(80);
    comeBack(two);
    counted(2, 1, 1);
    rig.seconds(1300);
    assertThat(rig.master.cluster().agents()).containsOnlyKeys(two.id());
    counted(2, 1, 1);
    two.drop();
    rig.seconds(80);
    assertThat(agents()).isZero();
    counted(3, 2, 1);
  }

  @Test
  void tellsEveryConnectedFrameworkOnceOfAnAgentThatIsLost() {
    TestAgent agent = rig.agent("one", "cpus:1;mem:64");
    TestScheduler here = rig.scheduler("here").subscribe();
    TestScheduler away = rig.scheduler("away").with(i -> i.setFailoverTimeout(600)).subscribe();
    away.drop();
    agent.drop();
    rig.seconds(80);
    assertThat(here.all(Event.Type.FAILURE))
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.getFailure().getAgentId()).isEqualTo(agent.id());
              assertThat(e.getFailure().hasExecutorId()).isFalse();
              assertThat(e.getFailure().hasStatus()).isFalse();
            });
    away.subscribe();
    assertThat(away.all(Event.Type.FAILURE)).isEmpty();
  }

  @Test
  void saysNoMoreOfATaskWhoseEndTheFrameworkWasTold() {
    TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
    TestScheduler scheduler =
        rig.scheduler("fw", PARTITION_AWARE).with(i -> i.setCheckpoint(true)).subscribe();
    rig.seconds(1);
    scheduler.launch(
        scheduler.lastOffer(),
        task("told", agent, "cpus:1;mem:64"),
        task("behind", agent, "cpus:1;mem:64"));
    agent.update(scheduler.id(), "told", TaskState.TASK_FINISHED);
    agent.update(scheduler.id(), "behind", TaskState.TASK_RUNNING, TaskState.TASK_FINISHED);
    int before = scheduler.updates().size();
    agent.drop();
    rig.seconds(80);
    assertThat(scheduler.updates().subList(before, scheduler.updates().size()))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.getTaskId().getValue()).isEqualTo("behind");
              assertThat(status.getState()).isEqualTo(TaskState.TASK_UNREACHABLE);
            });
    assertThat(rig.framework(scheduler.id()).completedTasks()).hasSize(1);
    assertThat(rig.framework(scheduler.id()).unreachableTasks()).hasSize(1);
  }
}
