package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.protocol.v1.TaskState.TASK_DROPPED;
import static org.meseta.protocol.v1.TaskState.TASK_FINISHED;
import static org.meseta.protocol.v1.TaskState.TASK_KILLED;
import static org.meseta.protocol.v1.TaskState.TASK_LOST;
import static org.meseta.protocol.v1.TaskState.TASK_RUNNING;
import static org.meseta.protocol.v1.TaskState.TASK_STAGING;
import static org.meseta.protocol.v1.TaskState.TASK_STARTING;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.link.KillTask;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.ShutdownAgent;
import org.meseta.protocol.link.ShutdownFramework;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.TaskStatus.Reason;

/** A framework may use a task's id again once it has acknowledged the task's end. */
class ReusedTaskIdTest {
  @TempDir Path work;
  private Rig rig;

  @BeforeEach
  void runATaskToItsEnd() {
    rig = new Rig(work).up().run(Rig.framework(), Rig.task("x"));
    rig.ack(rig.link.last()).ack(rig.link.last()).ends(Termination.exited(0));
    assertThat(rig.link.last().getState()).isEqualTo(TASK_FINISHED);
  }

  @AfterEach
  void nothingFailedOnTheLoop() {
    assertThat(rig.time.failures()).isEmpty();
  }

  /** The end is acknowledged and the id used again, before anything is written down. */
  private void reuse() {
    rig.give(Rig.acknowledgement(rig.link.last()));
    rig.link.sent.clear();
    rig.give(Rig.runTask(Rig.framework(), Rig.task("y")));
  }

  private static MasterMessage.Builder killTask() {
    return MasterMessage.newBuilder()
        .setKillTask(KillTask.newBuilder().setFrameworkId(Rig.FRAMEWORK).setTaskId(Rig.TASK));
  }

  private static MasterMessage.Builder shutdownFramework() {
    return MasterMessage.newBuilder()
        .setShutdownFramework(ShutdownFramework.newBuilder().setFrameworkId(Rig.FRAMEWORK));
  }

  @Test
  void runsATaskWhoseIdComesAgainRightAfterItsEndIsAcknowledged() {
    reuse();
    rig.time.run();

    assertThat(rig.host.launched).hasSize(2);
    rig.ack(rig.link.last()).ack(rig.link.last()).ends(Termination.exited(0)).ackAll();
    assertThat(rig.link.states()).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_FINISHED);
    assertThat(rig.agent.host().frameworks()).isEmpty();
    assertThat(rig.agent.host().completedFrameworks()).hasSize(1);
  }

  @Test
  void showsItAsQueuedAndTellsAnotherMasterOfItInPlaceOfTheOldOne() {
    reuse();
    // Two messages, and nothing is written yet.
    rig.time.step();
    rig.time.step();
    rig.agent.masterDisconnected(rig.link, "gone");
    rig.time.step();
    rig.link = new FakeLink();
    rig.agent.masterConnected(rig.link, Rig.MASTER);
    while (rig.link.sent.isEmpty()) {
      assertThat(rig.time.step()).isTrue();
    }

    List<Task> tasks = rig.link.sent.get(0).getReregister().getTasksList();
    assertThat(tasks).hasSize(1);
    assertThat(tasks.get(0).getState()).isEqualTo(TASK_STAGING);
    rig.time.run();
    rig.reregistered();
    assertThat(rig.host.launched).hasSize(2);
    assertThat(rig.link.states()).containsExactly(TASK_STARTING);
  }

  @Test
  void killsItBeforeItRuns() {
    reuse();
    rig.give(killTask());
    rig.time.run();

    assertThat(rig.host.launched).hasSize(1);
    assertThat(rig.link.states()).containsExactly(TASK_KILLED);
    assertThat(rig.link.last().getReason()).isEqualTo(Reason.REASON_TASK_KILLED_DURING_LAUNCH);
    rig.ackAll();
    assertThat(rig.link.states()).hasSize(1);
  }

  @Test
  void forgetsItWithItsFramework() {
    reuse();
    rig.send(shutdownFramework());

    assertThat(rig.host.launched).hasSize(1);
    assertThat(rig.link.sent).isEmpty();
    assertThat(rig.agent.host().frameworks()).isEmpty();
  }

  @Test
  void runsItWhenTheOldOneOfARemovedFrameworkIsGone() {
    rig.ackAll().run(Rig.framework(), Rig.task("z")).send(shutdownFramework());
    rig.link.sent.clear();
    rig.run(Rig.framework(), Rig.task("y"));
    assertThat(rig.host.launched).hasSize(2);

    rig.advance(Duration.ofSeconds(5));

    assertThat(rig.host.launched).hasSize(3);
    assertThat(rig.link.states()).containsExactly(TASK_STARTING);
  }

  @Test
  void doesNotSendTheOldEndAgainMeanwhile() {
    rig.give(Rig.acknowledgement(rig.link.last()));
    rig.link.sent.clear();
    // The acknowledgement is taken and not written yet.
    rig.time.step();
    rig.agent.masterDisconnected(rig.link, "gone");
    rig.connect().reregistered();

    assertThat(rig.link.updates()).isEmpty();
  }

  @Test
  void saysThatATaskOfAFrameworkThatIsBeingShutDownIsLost() {
    TaskID late = TaskID.newBuilder().setValue("late").build();
    rig.ackAll().run(Rig.framework(), Rig.task("z")).send(shutdownFramework());
    rig.link.sent.clear();

    rig.run(Rig.framework(Capability.Type.PARTITION_AWARE), Rig.task(late, "y"));

    assertThat(rig.link.states()).containsExactly(TASK_DROPPED);
    assertThat(rig.link.last().getTaskId()).isEqualTo(late);
    assertThat(rig.host.launched).hasSize(2);
  }

  @Test
  void saysThatATaskIsLostThatComesWhenTheAgentEnds() {
    TaskID late = TaskID.newBuilder().setValue("late").build();
    rig.ackAll().run(Rig.framework(), Rig.task("z"));
    rig.link.sent.clear();
    rig.send(MasterMessage.newBuilder().setShutdown(ShutdownAgent.newBuilder().setReason("gone")));

    rig.run(Rig.framework(), Rig.task(late, "y")).advance(Duration.ofSeconds(5));

    assertThat(rig.link.states()).containsExactly(TASK_LOST);
    assertThat(rig.link.last().getReason()).isEqualTo(Reason.REASON_AGENT_REMOVED);
    assertThat(rig.host.launched).hasSize(2);
    assertThat(rig.exits).hasSize(1);
  }

  @Test
  void runsATaskWhoseEarlierRefusalNobodyHasAcknowledged() {
    rig.ackAll();
    TaskStatus refused = refuse();
    rig.link.sent.clear();

    rig.run(Rig.framework(), Rig.task("y"));

    assertThat(rig.link.states()).containsExactly(TASK_STARTING);
    rig.ack(refused).advance(Duration.ofMinutes(1));
    assertThat(rig.link.states()).containsOnly(TASK_STARTING);
  }

  /** The agent says that the task is lost, since a master thinks that it is here. */
  private TaskStatus refuse() {
    rig.agent.masterDisconnected(rig.link, "gone");
    rig.connect().reregistered(Rig.TASK);
    assertThat(rig.link.last().getState()).isEqualTo(TASK_LOST);
    return rig.link.last();
  }

  @Test
  void saysOnceThatATaskIsLostHoweverOftenItIsAsked() {
    rig.ackAll();
    TaskStatus first = refuse();
    double before = updates();

    TaskStatus second = refuse();

    assertThat(second.getUuid()).isEqualTo(first.getUuid());
    assertThat(updates()).isEqualTo(before);
  }

  private double updates() {
    return rig.time.metrics().snapshot().getOrDefault("slave/valid_status_updates", Double.NaN);
  }
}
