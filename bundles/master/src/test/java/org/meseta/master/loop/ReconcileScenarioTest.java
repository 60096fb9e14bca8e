package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.master.loop.MasterRig.taskId;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.PARTITION_AWARE;
import static org.meseta.protocol.v1.TaskState.TASK_FINISHED;
import static org.meseta.protocol.v1.TaskState.TASK_GONE;
import static org.meseta.protocol.v1.TaskState.TASK_LOST;
import static org.meseta.protocol.v1.TaskState.TASK_RUNNING;
import static org.meseta.protocol.v1.TaskState.TASK_STAGING;
import static org.meseta.protocol.v1.TaskState.TASK_STARTING;
import static org.meseta.protocol.v1.TaskState.TASK_UNKNOWN;
import static org.meseta.protocol.v1.TaskState.TASK_UNREACHABLE;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.CheckInfo;
import org.meseta.protocol.v1.CheckStatusInfo;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;

/** What frameworks are told that ask what has become of their tasks. */
class ReconcileScenarioTest {
  private final MasterRig rig = new MasterRig();
  private final TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
  private final TestScheduler aware =
      rig.scheduler("aware", PARTITION_AWARE)
          .with(i -> i.setCheckpoint(true).setFailoverTimeout(3600))
          .subscribe();
  private final TestScheduler plain = rig.scheduler("plain").subscribe("*");

  @BeforeEach
  void launch() {
    rig.seconds(1);
    aware.launch(
        aware.lastOffer(),
        task("t1", agent, "cpus:1;mem:64"),
        LaunchRefusalTest.withExecutor(task("t2", agent, "cpus:1;mem:64"), aware, "e"));
  }

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  /** What comes of a question; every answer has some things in common. */
  private static List<TaskStatus> answers(TestScheduler who, Runnable question) {
    int before = who.updates().size();
    question.run();
    List<TaskStatus> answers = who.updates().subList(before, who.updates().size());
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.getSource()).isEqualTo(TaskStatus.Source.SOURCE_MASTER);
              assertThat(answer.getReason()).isEqualTo(TaskStatus.Reason.REASON_RECONCILIATION);
              assertThat(answer.hasTimestamp()).isTrue();
              assertThat(answer.hasUuid()).isFalse();
              assertThat(answer.hasData()).isFalse();
            });
    return answers;
  }

  private static void answered(
      TestScheduler who, Runnable question, TaskState state, String message) {
    assertThat(answers(who, question))
        .singleElement()
        .satisfies(
            answer -> {
              assertThat(answer.getState()).isEqualTo(state);
              assertThat(answer.getMessage()).isEqualTo("Reconciliation: " + message);
            });
  }

  @Test
  void tellsTheLatestStateOfATaskThatItKnows() {
    answered(aware, () -> aware.reconcile("t1"), TASK_STAGING, "Latest task state");
    agent.update(aware.id(), "t1", TASK_RUNNING);
    answered(aware, () -> aware.reconcile("t1"), TASK_RUNNING, "Latest task state");
    assertThat(aware.lastUpdate().getAgentId()).isEqualTo(agent.id());
  }

  @Test
  void tellsNoStateThatIsAheadOfWhatTheFrameworkWasTold() {
    agent.update(aware.id(), "t1", TASK_STARTING, TASK_RUNNING);
    answered(aware, () -> aware.reconcile("t1"), TASK_STARTING, "Latest task state");
    aware.drop();
    agent.update(aware.id(), "t1", TASK_FINISHED);
    aware.subscribe();
    answered(aware, () -> aware.reconcile("t1"), TASK_STARTING, "Latest task state");
    agent.update(aware.id(), "t1", TASK_FINISHED);
    answered(aware, () -> aware.reconcile("t1"), TASK_FINISHED, "Latest task state");
  }

  private void update(String task, TaskState state, UnaryOperator<TaskStatus.Builder> more) {
    agent.send(
        m -> {
          m.getStatusUpdateBuilder()
              .setFrameworkId(aware.id())
              .setStatus(
                  more.apply(
                      TaskStatus.newBuilder()
                          .setTaskId(taskId(task))
                          .setState(state)
                          .setUuid(TestAgent.uuid(task, state))));
          return m;
        });
    rig.time.run();
  }

  @Test
  void copiesHealthCheckContainerAndExecutorButNoData() {
    ContainerStatus container = ContainerStatus.newBuilder().setExecutorPid(7).build();
    CheckStatusInfo check = CheckStatusInfo.newBuilder().setType(CheckInfo.Type.TCP).build();
    update(
        "t2",
        TASK_STARTING,
        s ->
            s.setContainerStatus(container)
                .setHealthy(false)
                .setData(ByteString.copyFromUtf8("d")));
    update("t2", TASK_RUNNING, s -> s.setHealthy(true).setCheckStatus(check));
    assertThat(answers(aware, () -> aware.reconcile("t2")))
        .singleElement()
        .satisfies(
            answer -> {
              assertThat(answer.getHealthy()).isTrue();
              assertThat(answer.getCheckStatus()).isEqualTo(check);
              assertThat(answer.getContainerStatus()).isEqualTo(container);
              assertThat(answer.getExecutorId().getValue()).isEqualTo("e");
            });
    answers(aware, () -> aware.reconcile("t1"));
    assertThat(aware.lastUpdate().hasExecutorId()).isFalse();
  }

  @Test
  void answersAboutAllThatIsNotHistoryWhenNoneIsNamed() {
    agent.update(aware.id(), "t1", TASK_FINISHED);
    assertThat(answers(aware, aware::reconcile))
        .extracting(TaskStatus::getState)
        .containsExactlyInAnyOrder(TASK_FINISHED, TASK_STAGING);
    aware.acknowledge(agent, "t1", TASK_FINISHED);
    assertThat(answers(aware, aware::reconcile))
        .extracting(TaskStatus::getState)
        .containsExactly(TASK_STAGING);
    assertThat(answers(plain, plain::reconcile)).isEmpty();
  }

  @Test
  void saysNothingOfUnreachableTasksWhenNoneIsNamed() {
    agent.drop();
    rig.seconds(700);
    assertThat(rig.framework(aware.id()).unreachableTasks()).hasSize(2);
    assertThat(answers(aware, aware::reconcile)).isEmpty();
  }

  @Test
  void saysThatATaskIsGoneWhichItsAgentDoesNotHave() {
    String message = "Task is unknown to the agent";
    answered(aware, () -> aware.reconcile(agent.id(), "x"), TASK_GONE, message);
    answered(plain, () -> plain.reconcile(agent.id(), "x"), TASK_LOST, message);
    assertThat(plain.lastUpdate().getAgentId()).isEqualTo(agent.id());
  }

  @Test
  void saysThatATaskOnADisconnectedAgentIsGoneIfItIsNotKnown() {
    agent.drop();
    answered(
        aware, () -> aware.reconcile(agent.id(), "x"), TASK_GONE, "Task is unknown to the agent");
  }

  @Test
  void saysSinceWhenATaskIsUnreachable() {
    agent.drop();
    rig.seconds(700);
    answered(
        aware, () -> aware.reconcile(agent.id(), "t1"), TASK_UNREACHABLE, "Task is unreachable");
    TaskStatus lost = aware.updates().get(0);
    assertThat(lost.getState()).isEqualTo(TASK_UNREACHABLE);
    assertThat(aware.lastUpdate().getUnreachableTime()).isEqualTo(lost.getUnreachableTime());
    answered(plain, () -> plain.reconcile(agent.id(), "x"), TASK_LOST, "Task is unreachable");
    assertThat(plain.lastUpdate().hasUnreachableTime()).isTrue();
  }

  @Test
  void looksForAnUnreachableTaskOnlyWhereTheFrameworkSaysItIs() {
    agent.drop();
    rig.seconds(700);
    answered(aware, () -> aware.reconcile("t1"), TASK_UNKNOWN, "Task is unknown");
    assertThat(aware.lastUpdate().hasAgentId()).isFalse();
  }

  @Test
  void saysThatATaskOfAnUnknownAgentIsUnknown() {
    rig.seconds(600);
    AgentID stranger = AgentID.newBuilder().setValue("stranger").build();
    answered(aware, () -> aware.reconcile(stranger, "x"), TASK_UNKNOWN, "Task is unknown");
    assertThat(aware.lastUpdate().getAgentId()).isEqualTo(stranger);
    answered(plain, () -> plain.reconcile("x"), TASK_LOST, "Task is unknown");
  }

  @Test
  void saysNothingOfTasksOnAgentsOfAnotherMasterThatMayStillCome() {
    AgentID elsewhere = AgentID.newBuilder().setValue("other-master-S0").build();
    assertThat(answers(aware, () -> aware.reconcile(elsewhere, "x"))).isEmpty();
    assertThat(answers(aware, () -> aware.kill(elsewhere, "x"))).isEmpty();
    rig.seconds(598);
    assertThat(answers(aware, () -> aware.reconcile(elsewhere, "x"))).isEmpty();
    rig.seconds(1);
    answered(aware, () -> aware.reconcile(elsewhere, "x"), TASK_UNKNOWN, "Task is unknown");
  }

  @Test
  void saysNothingOfTasksOfAFrameworkOfAnotherMasterAsLongAsAgentsMayCome() {
    TestScheduler old =
        rig.scheduler("old", PARTITION_AWARE)
            .with(i -> i.setId(FrameworkID.newBuilder().setValue("chosen")))
            .subscribe("*");
    assertThat(answers(old, () -> old.reconcile("x"))).isEmpty();
    AgentID never = AgentID.newBuilder().setValue(agent.id().getValue() + "9").build();
    answered(old, () -> old.reconcile(never, "x"), TASK_UNKNOWN, "Task is unknown");
    rig.seconds(600);
    answered(old, () -> old.reconcile("x"), TASK_UNKNOWN, "Task is unknown");
  }

  @Test
  void answersEachQuestionInItsOrder() {
    assertThat(answers(aware, () -> aware.reconcile("x", "t1", "x", "t2")))
        .extracting(answer -> answer.getTaskId().getValue())
        .containsExactly("x", "t1", "x", "t2");
  }

  @Test
  void tellsNobodyOfTasksOfAnotherFramework() {
    answered(plain, () -> plain.reconcile("t1"), TASK_LOST, "Task is unknown");
  }

  @Test
  void reconcilesATaskThatIsToBeKilledAndIsUnknown() {
    answered(aware, () -> aware.kill("x"), TASK_UNKNOWN, "Task is unknown");
    assertThat(rig.metric("master/messages_kill_task")).isEqualTo(1);
    assertThat(rig.metric("master/messages_reconcile_tasks")).isEqualTo(1);
    answered(aware, () -> aware.kill(agent.id(), "x"), TASK_GONE, "Task is unknown to the agent");
    assertThat(agent.killTasks()).isEmpty();
  }
}
