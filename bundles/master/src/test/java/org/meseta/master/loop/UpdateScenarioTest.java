package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.master.loop.MasterRig.taskId;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.PARTITION_AWARE;
import static org.meseta.protocol.v1.TaskState.TASK_FINISHED;
import static org.meseta.protocol.v1.TaskState.TASK_RUNNING;
import static org.meseta.protocol.v1.TaskState.TASK_STAGING;
import static org.meseta.protocol.v1.TaskState.TASK_STARTING;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meseta.master.api.Outcome;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

class UpdateScenarioTest {
  private final MasterRig rig = new MasterRig();
  private final TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
  private final TestScheduler scheduler =
      rig.scheduler("fw", PARTITION_AWARE).with(i -> i.setFailoverTimeout(600)).subscribe();

  @BeforeEach
  void launch() {
    rig.seconds(1);
    scheduler.launch(scheduler.lastOffer(), task("t1", agent, "cpus:1;mem:64"));
  }

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  private void update(TaskState state) {
    agent.update(scheduler.id(), "t1", state);
  }

  private Task current() {
    return rig.task(scheduler.id(), "t1").orElseThrow();
  }

  @Test
  void staysOverWhenALateRunningComes() {
    update(TASK_FINISHED);
    update(TASK_RUNNING);
    assertThat(current().getState()).isEqualTo(TASK_FINISHED);
    assertThat(current().getStatusUpdateState()).isEqualTo(TASK_RUNNING);
    assertThat(scheduler.states()).containsExactly(TASK_FINISHED, TASK_RUNNING);
    assertThat(rig.metric("master/tasks_finished")).isEqualTo(1);
  }

  @Test
  void freesResourcesAsSoonAsTheLatestStateIsTerminal() {
    agent.update(scheduler.id(), "t1", TASK_STARTING, TASK_FINISHED);
    assertThat(current().getState()).isEqualTo(TASK_FINISHED);
    assertThat(current().getStatusUpdateState()).isEqualTo(TASK_STARTING);
    assertThat(rig.framework(scheduler.id()).used()).isEmpty();
    scheduler.acknowledge(agent, "t1", TASK_STARTING);
    assertThat(rig.task(scheduler.id(), "t1")).isPresent();
    update(TASK_FINISHED);
    scheduler.acknowledge(agent, "t1", TASK_FINISHED);
    assertThat(rig.task(scheduler.id(), "t1")).isEmpty();
  }

  @Test
  void keepsOnlyTheNewestOfStatesThatRepeatAndNoData() {
    update(TASK_RUNNING);
    update(TASK_RUNNING);
    assertThat(current().getStatusesCount()).isEqualTo(1);
    assertThat(current().getStatuses(0).hasData()).isFalse();
  }

  @Test
  void keepsStateWhileTheFrameworkIsAway() {
    scheduler.drop();
    update(TASK_FINISHED);
    assertThat(current().getState()).isEqualTo(TASK_FINISHED);
    assertThat(scheduler.updates()).isEmpty();
  }

  @Test
  void forwardsUpdatesOfTasksItDoesNotKnow() {
    agent.update(scheduler.id(), "stranger", TASK_RUNNING);
    assertThat(scheduler.lastUpdate().getTaskId()).isEqualTo(taskId("stranger"));
    assertThat(rig.metric("master/invalid_status_updates")).isEqualTo(1);
  }

  @Test
  void ignoresUpdatesOfAgentsThatAreNotRegistered() {
    TestAgent stranger = new TestAgent(rig, "two", "cpus:1");
    stranger.info = agent.info;
    stranger.update(scheduler.id(), "t1", TASK_FINISHED);
    assertThat(current().getState()).isEqualTo(TASK_STAGING);
    assertThat(scheduler.updates()).isEmpty();
  }

  @Test
  void dropsAnAcknowledgementOfWhatItHasNotSeen() {
    scheduler.acknowledge(agent, "t1", TASK_RUNNING);
    assertThat(agent.last().hasAcknowledgement()).isFalse();
    assertThat(rig.metric("master/invalid_status_update_acknowledgements")).isEqualTo(1);
  }

  @Test
  void dropsAnAcknowledgementWhileTheAgentIsAway() {
    TestScheduler keeper = rig.scheduler("keeper").with(i -> i.setCheckpoint(true)).subscribe();
    rig.seconds(10);
    keeper.launch(keeper.lastOffer(), task("k", agent, "cpus:1;mem:64"));
    agent.update(keeper.id(), "k", TASK_RUNNING);
    agent.drop();
    keeper.acknowledge(agent, "k", TASK_RUNNING);
    assertThat(rig.metric("master/invalid_status_update_acknowledgements")).isEqualTo(1);
  }

  @Test
  void relaysAnAcknowledgementOfATaskItDoesNotKnow() {
    agent.update(scheduler.id(), "stranger", TASK_FINISHED);
    scheduler.acknowledge(agent, "stranger", TASK_FINISHED);
    assertThat(agent.last().getAcknowledgement().getTaskId()).isEqualTo(taskId("stranger"));
  }

  @Test
  void refusesAnAcknowledgementWithoutAProperUuid() {
    Outcome outcome =
        scheduler.call(
            c -> {
              c.setType(Call.Type.ACKNOWLEDGE);
              c.getAcknowledgeBuilder()
                  .setAgentId(agent.id())
                  .setTaskId(taskId("t1"))
                  .setUuid(ByteString.copyFromUtf8("short"));
              return c;
            });
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class, r -> assertThat(r.kind()).isEqualTo(Outcome.Kind.INVALID));
  }

  @Test
  void killsATaskThroughItsAgent() {
    scheduler.kill("t1");
    assertThat(agent.killTasks()).containsExactly("t1");
  }

  @Test
  void ignoresAKillThatNamesAnotherAgent() {
    scheduler.call(
        c -> {
          c.setType(Call.Type.KILL);
          c.getKillBuilder()
              .setTaskId(taskId("t1"))
              .setAgentId(AgentID.newBuilder().setValue("S9"));
          return c;
        });
    assertThat(agent.killTasks()).isEmpty();
  }

  @Test
  void tellsThatATaskToKillIsUnknown() {
    scheduler.kill("no-such");
    TaskStatus status = scheduler.lastUpdate();
    assertThat(status.getState()).isEqualTo(TaskState.TASK_UNKNOWN);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_RECONCILIATION);
    assertThat(status.getMessage()).isEqualTo("Reconciliation: Task is unknown");
    assertThat(status.hasAgentId()).isFalse();
    assertThat(status.hasUuid()).isFalse();
  }

  @Test
  void reconcilesAllTasksWhenNoneIsNamed() {
    update(TASK_RUNNING);
    scheduler.reconcile();
    TaskStatus status = scheduler.lastUpdate();
    assertThat(status.getState()).isEqualTo(TASK_RUNNING);
    assertThat(status.getMessage()).isEqualTo("Reconciliation: Latest task state");
    assertThat(status.getAgentId()).isEqualTo(agent.id());
    assertThat(status.hasUuid()).isFalse();
  }

  @Test
  void reconcilesATaskThatItsAgentDoesNotHaveAsGone() {
    scheduler.call(
        c -> {
          c.setType(Call.Type.RECONCILE);
          c.getReconcileBuilder()
              .addTasksBuilder()
              .setTaskId(taskId("gone"))
              .setAgentId(agent.id());
          return c;
        });
    assertThat(scheduler.lastUpdate().getState()).isEqualTo(TaskState.TASK_GONE);
  }

  @Test
  void carriesMessagesBothWays() {
    scheduler.call(
        c -> {
          c.setType(Call.Type.MESSAGE);
          c.getMessageBuilder()
              .setAgentId(agent.id())
              .setExecutorId(ExecutorID.newBuilder().setValue("e"))
              .setData(ByteString.copyFromUtf8("ping"));
          return c;
        });
    assertThat(agent.last().getFrameworkToExecutor().getData().toStringUtf8()).isEqualTo("ping");
    agent.send(
        m -> {
          m.getExecutorToFrameworkBuilder()
              .setFrameworkId(scheduler.id())
              .setExecutorId(ExecutorID.newBuilder().setValue("e"))
              .setData(ByteString.copyFromUtf8("pong"));
          return m;
        });
    rig.time.run();
    assertThat(scheduler.all(Event.Type.MESSAGE))
        .singleElement()
        .satisfies(e -> assertThat(e.getMessage().getData().toStringUtf8()).isEqualTo("pong"));
  }

  @Test
  void shutsAnExecutorDown() {
    scheduler.call(
        c -> {
          c.setType(Call.Type.SHUTDOWN);
          c.getShutdownBuilder()
              .setAgentId(agent.id())
              .setExecutorId(ExecutorID.newBuilder().setValue("e"));
          return c;
        });
    assertThat(agent.last().getMessageCase())
        .isEqualTo(MasterMessage.MessageCase.SHUTDOWN_EXECUTOR);
  }

  @Test
  void tellsOfExecutorsThatExitAndFreesWhatTheyHeld() {
    rig.seconds(6);
    scheduler.launch(
        scheduler.lastOffer(),
        LaunchRefusalTest.withExecutor(task("t2", agent, "cpus:1;mem:64"), scheduler, "e"));
    agent.send(
        m -> {
          m.getExitedExecutorBuilder()
              .setFrameworkId(scheduler.id())
              .setExecutorId(ExecutorID.newBuilder().setValue("e"))
              .setWaitStatus(9);
          return m;
        });
    rig.time.run();
    assertThat(scheduler.all(Event.Type.FAILURE))
        .singleElement()
        .satisfies(e -> assertThat(e.getFailure().getStatus()).isEqualTo(9));
    assertThat(rig.framework(scheduler.id()).executors()).isEmpty();
  }
}
