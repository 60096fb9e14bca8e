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
  void countsAnUpdateAsValidOnlyWhenTheFrameworkGetsIt() {
    update(TASK_STARTING);
    scheduler.drop();
    update(TASK_RUNNING);
    assertThat(rig.metric("master/valid_status_updates")).isEqualTo(1);
    assertThat(rig.metric("master/invalid_status_updates")).isEqualTo(1);
    assertThat(current().getState()).isEqualTo(TASK_RUNNING);
  }

  @Test
  void ignoresAnUpdateThatCannotBeAcknowledged() {
    agent.send(
        m -> {
          m.getStatusUpdateBuilder()
              .setFrameworkId(scheduler.id())
              .getStatusBuilder()
              .setTaskId(taskId("t1"))
              .setState(TASK_RUNNING)
              .setUuid(ByteString.copyFromUtf8("short"));
          return m;
        });
    rig.time.run();
    assertThat(scheduler.updates()).isEmpty();
    assertThat(current().getState()).isEqualTo(TaskState.TASK_STAGING);
    assertThat(rig.metric("master/invalid_status_updates")).isEqualTo(1);
  }

  @Test
  void tellsAFrameworkThatDoesNotKnowTheStateOfKillingThatTheTaskRuns() {
    update(TaskState.TASK_KILLING);
    assertThat(scheduler.states()).containsExactly(TASK_RUNNING);
    assertThat(scheduler.lastUpdate().getUuid())
        .isEqualTo(TestAgent.uuid("t1", TaskState.TASK_KILLING));
    assertThat(current().getState()).isEqualTo(TaskState.TASK_KILLING);
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
  void dropsAnAcknowledgementOfWhatCameWhileTheFrameworkWasAway() {
    scheduler.drop();
    update(TASK_RUNNING);
    scheduler.subscribe();
    scheduler.acknowledge(agent, "t1", TASK_RUNNING);
    assertThat(agent.last().hasAcknowledgement()).isFalse();
    update(TASK_RUNNING);
    scheduler.acknowledge(agent, "t1", TASK_RUNNING);
    assertThat(agent.last().hasAcknowledgement()).isTrue();
  }

  @Test
  void endsNoTaskForAnAcknowledgementThatNamesAnotherAgent() {
    TestAgent other = rig.agent("two", "cpus:1;mem:64");
    update(TASK_FINISHED);
    scheduler.call(
        c -> {
          c.setType(Call.Type.ACKNOWLEDGE);
          c.getAcknowledgeBuilder()
              .setAgentId(other.id())
              .setTaskId(taskId("t1"))
              .setUuid(TestAgent.uuid("t1", TASK_FINISHED));
          return c;
        });
    assertThat(rig.task(scheduler.id(), "t1")).isPresent();
    assertThat(other.last().getAcknowledgement().getTaskId()).isEqualTo(taskId("t1"));
    assertThat(agent.last().hasAcknowledgement()).isFalse();
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

  private void message(AgentID to) {
    scheduler.call(
        c -> {
          c.setType(Call.Type.MESSAGE);
          c.getMessageBuilder()
              .setAgentId(to)
              .setExecutorId(ExecutorID.newBuilder().setValue("e"))
              .setData(ByteString.EMPTY);
          return c;
        });
  }

  @Test
  void dropsAMessageToAnAgentThatIsNotThere() {
    message(AgentID.newBuilder().setValue("stranger").build());
    agent.drop();
    message(agent.id());
    assertThat(rig.metric("master/messages_framework_to_executor")).isEqualTo(2);
    assertThat(rig.metric("master/invalid_framework_to_executor_messages")).isEqualTo(2);
    assertThat(rig.metric("master/valid_framework_to_executor_messages")).isZero();
  }

  @Test
  void dropsAMessageToAFrameworkThatIsAway() {
    scheduler.drop();
    agent.send(
        m -> {
          m.getExecutorToFrameworkBuilder()
              .setFrameworkId(scheduler.id())
              .setExecutorId(ExecutorID.newBuilder().setValue("e"))
              .setData(ByteString.EMPTY);
          return m;
        });
    rig.time.run();
    assertThat(rig.metric("master/messages_executor_to_framework")).isEqualTo(1);
    assertThat(rig.metric("master/invalid_executor_to_framework_messages")).isEqualTo(1);
    assertThat(scheduler.all(Event.Type.MESSAGE)).isEmpty();
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

  @Test
  void tellsNothingOfAnExecutorThatItDoesNotKnow() {
    agent.send(
        m -> {
          m.getExitedExecutorBuilder()
              .setFrameworkId(scheduler.id())
              .setExecutorId(ExecutorID.newBuilder().setValue("t1"))
              .setWaitStatus(0);
          return m;
        });
    rig.time.run();
    assertThat(scheduler.all(Event.Type.FAILURE)).isEmpty();
    assertThat(rig.metric("master/messages_exited_executor")).isEqualTo(1);
  }
}
