package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.PARTITION_AWARE;
import static org.meseta.protocol.v1.TaskState.TASK_FINISHED;
import static org.meseta.protocol.v1.TaskState.TASK_LOST;
import static org.meseta.protocol.v1.TaskState.TASK_RUNNING;
import static org.meseta.protocol.v1.TaskState.TASK_UNREACHABLE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.MasterMessage.MessageCase;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.resources.Resources;

class AgentScenarioTest {
  private final MasterRig rig = new MasterRig();
  private final TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
  private final TestScheduler aware =
      rig.scheduler("aware", PARTITION_AWARE).with(i -> i.setCheckpoint(true)).subscribe();

  @BeforeEach
  void launch() {
    rig.seconds(1);
    aware.launch(aware.lastOffer(), task("t1", agent, "cpus:1;mem:64"));
    agent.update(aware.id(), "t1", TASK_RUNNING);
  }

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  private void comeBackWith(TestScheduler scheduler, String... tasks) {
    agent.connect();
    agent.reregister(
        m -> {
          m.addFrameworks(scheduler.info);
          for (String name : tasks) {
            m.addTasks(agent.task(scheduler.id(), name, TASK_RUNNING));
          }
          return m;
        });
  }

  private MasterMessage reregistered() {
    return agent
        .all(MasterMessage::hasReregistered, m -> m)
        .get(agent.all(MasterMessage::hasReregistered, m -> m).size() - 1);
  }

  @Test
  void tellsTheLinkThatTheAgentIsRegistered() {
    assertThat(agent.link.registered).isTrue();
    assertThat(agent.received.get(0).getRegistered().getRegistrationId())
        .isEqualTo("one-registration");
  }

  @Test
  void answersARepeatedRegistrationWithTheSameId() {
    final var id = agent.id();
    agent.register();
    assertThat(agent.id()).isEqualTo(id);
    agent.connect();
    agent.register();
    assertThat(agent.id()).isEqualTo(id);
    assertThat(rig.master.cluster().agents()).hasSize(1);
  }

  @Test
  void refusesAgentsThatAreTooOldOrMakeNoSense() {
    TestAgent old = new TestAgent(rig, "old", "cpus:1");
    old.send(
        m -> {
          m.getRegisterBuilder().setAgent(old.info).setVersion("0.28.2").setRegistrationId("r");
          return m;
        });
    rig.time.run();
    assertThat(old.link.closed).contains("0.28.2");
    assertThat(rig.master.cluster().agents()).hasSize(1);
  }

  @Test
  void keepsTasksOfAnAgentThatReturnsInTime() {
    agent.drop();
    assertThat(rig.master.cluster().agents().values())
        .singleElement()
        .satisfies(a -> assertThat(a.connected()).isFalse());
    rig.seconds(74);
    comeBackWith(aware, "t1");
    assertThat(reregistered().getReregistered().getMissingTasksList()).isEmpty();
    assertThat(agent.link.registered).isTrue();
    assertThat(agent.last().getMessageCase()).isEqualTo(MessageCase.UPDATE_FRAMEWORK);
    rig.seconds(600);
    assertThat(rig.task(aware.id(), "t1")).isPresent();
    assertThat(aware.states()).containsExactly(TASK_RUNNING);
    assertThat(rig.master.cluster().agents().values())
        .singleElement()
        .satisfies(a -> assertThat(a.reregisteredTime()).isPresent());
  }

  @Test
  void namesTasksThatTheAgentHasForgotten() {
    agent.drop();
    comeBackWith(aware);
    assertThat(reregistered().getReregistered().getMissingTasksList())
        .singleElement()
        .satisfies(missing -> assertThat(missing.getTaskId().getValue()).isEqualTo("t1"));
  }

  @Test
  void closesTheOldLinkOfAnAgentThatComesByANewOne() {
    TestAgent.Link old = agent.link;
    comeBackWith(aware, "t1");
    assertThat(old.closed).contains("another link");
    assertThat(agent.link.registered).isTrue();
    rig.seconds(1200);
    assertThat(rig.master.cluster().agents().values())
        .singleElement()
        .satisfies(a -> assertThat(a.connected()).isTrue());
  }

  @Test
  void repeatsAKillThatTheAgentMayHaveMissed() {
    agent.drop();
    aware.kill("t1");
    assertThat(agent.killTasks()).isEmpty();
    comeBackWith(aware, "t1");
    assertThat(agent.killTasks()).containsExactly("t1");
  }

  @Test
  void losesTasksOfFrameworksThatDoNotCheckpointAtOnce() {
    TestScheduler plain = rig.scheduler("plain").subscribe();
    aware.suppress();
    rig.seconds(7);
    plain.launch(plain.lastOffer(), task("p1", agent, "cpus:1;mem:64"));
    agent.drop();
    TaskStatus status = plain.lastUpdate();
    assertThat(status.getState()).isEqualTo(TASK_LOST);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_DISCONNECTED);
    assertThat(rig.framework(plain.id()).completedTasks()).hasSize(1);
    assertThat(rig.task(aware.id(), "t1")).isPresent();
    agent.connect();
    agent.reregister(
        m ->
            m.addFrameworks(plain.info)
                .addFrameworks(aware.info)
                .addTasks(agent.task(plain.id(), "p1", TASK_RUNNING))
                .addTasks(agent.task(aware.id(), "t1", TASK_RUNNING)));
    assertThat(agent.killTasks()).containsExactly("p1");
  }

  @Test
  void killsALostTaskWhoseIdRunsElsewhereByNow() {
    TestScheduler plain = rig.scheduler("plain").subscribe();
    aware.suppress();
    rig.seconds(7);
    plain.launch(plain.lastOffer(), task("p1", agent, "cpus:1;mem:64"));
    agent.drop();
    TestAgent other = rig.agent("other", "cpus:4;mem:1024");
    rig.seconds(7);
    plain.launch(plain.lastOffer(), task("p1", other, "cpus:1;mem:64"));
    comeBackWith(plain, "p1");
    assertThat(agent.killTasks()).containsExactly("p1");
    assertThat(other.killTasks()).isEmpty();
    assertThat(rig.task(plain.id(), "p1").orElseThrow().getAgentId()).isEqualTo(other.id());
  }

  @Test
  void givesUpAnAgentThatDoesNotReturnInTime() {
    TestScheduler plain = rig.scheduler("plain").with(i -> i.setCheckpoint(true)).subscribe();
    aware.suppress();
    rig.seconds(7);
    plain.launch(plain.lastOffer(), task("p1", agent, "cpus:1;mem:64"));
    agent.drop();
    rig.seconds(74);
    assertThat(rig.master.cluster().agents()).hasSize(1);
    rig.seconds(2);
    assertThat(rig.master.cluster().agents()).isEmpty();
    assertThat(rig.master.cluster().unreachableAgents()).isEqualTo(1);
    assertThat(aware.lastUpdate().getState()).isEqualTo(TASK_UNREACHABLE);
    assertThat(plain.lastUpdate().getState()).isEqualTo(TASK_LOST);
    assertThat(List.of(aware.lastUpdate(), plain.lastUpdate()))
        .allSatisfy(
            status -> {
              assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_REMOVED);
              assertThat(status.getMessage()).isEqualTo("health check timed out");
              assertThat(status.hasUnreachableTime()).isTrue();
              assertThat(status.hasUuid()).isFalse();
            });
    assertThat(aware.all(Event.Type.FAILURE))
        .singleElement()
        .satisfies(e -> assertThat(e.getFailure().getAgentId()).isEqualTo(agent.id()));
    assertThat(rig.framework(aware.id()).unreachableTasks()).hasSize(1);
    assertThat(rig.framework(plain.id()).unreachableTasks()).hasSize(1);
    assertThat(rig.framework(aware.id()).used()).isEmpty();
    assertThat(rig.metric("master/slave_unreachable_completed")).isEqualTo(1);
    assertThat(rig.metric("master/tasks_unreachable")).isEqualTo(1);
    assertThat(rig.metric("master/tasks_lost")).isEqualTo(1);
  }

  @Test
  void takesBackAnAgentThatWasGivenUp() {
    agent.drop();
    rig.seconds(700);
    comeBackWith(aware, "t1");
    assertThat(rig.master.cluster().unreachableAgents()).isZero();
    assertThat(rig.framework(aware.id()).unreachableTasks()).isEmpty();
    assertThat(rig.task(aware.id(), "t1")).isPresent();
    TaskStatus status = aware.lastUpdate();
    assertThat(status.getState()).isEqualTo(TASK_RUNNING);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_REREGISTERED);
    assertThat(status.getMessage()).isEqualTo("Unreachable agent re-reregistered");
    assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_MASTER);
    assertThat(status.hasUuid()).isFalse();
  }

  @Test
  void tellsTheEndOfATaskThatReturnsOnlyByItsUpdate() {
    agent.drop();
    rig.seconds(700);
    agent.connect();
    Task ended = agent.task(aware.id(), "t1", TASK_FINISHED);
    agent.reregister(
        m ->
            m.addFrameworks(aware.info)
                .addTasks(ended.toBuilder().setStatusUpdateState(TASK_RUNNING))
                .addTasks(ended.toBuilder().setTaskId(MasterRig.taskId("t2"))));
    assertThat(aware.states()).endsWith(TASK_RUNNING, TaskState.TASK_STAGING);
    aware.reconcile("t2");
    assertThat(aware.lastUpdate().getState()).isEqualTo(TaskState.TASK_STAGING);
  }

  @Test
  void takesBackAnAgentThatReturnsWhileItIsBeingGivenUp() {
    agent.drop();
    agent.connect();
    rig.time.advance(Duration.ofSeconds(75).minusNanos(1));
    agent.send(
        m -> {
          m.getReregisterBuilder().setAgent(agent.info).setVersion("1.11.0");
          return m;
        });
    rig.seconds(5);
    assertThat(rig.master.cluster().agents()).hasSize(1);
    assertThat(agent.link.registered).isTrue();
  }

  @Test
  void takesBackTasksOfFrameworksThatKnowOnlyOfLostOnes() {
    TestScheduler plain = rig.scheduler("plain").with(i -> i.setCheckpoint(true)).subscribe();
    aware.suppress();
    rig.seconds(7);
    plain.launch(plain.lastOffer(), task("p1", agent, "cpus:1;mem:64"));
    agent.drop();
    rig.seconds(80);
    assertThat(plain.lastUpdate().getState()).isEqualTo(TASK_LOST);
    comeBackWith(plain, "p1");
    assertThat(plain.lastUpdate().getState()).isEqualTo(TASK_RUNNING);
    assertThat(rig.task(plain.id(), "p1")).isPresent();
    assertThat(agent.killTasks()).isEmpty();
  }

  @Test
  void forgetsUnreachableTasksThatTheAgentDoesNotBringBack() {
    agent.drop();
    rig.seconds(80);
    comeBackWith(aware);
    assertThat(rig.framework(aware.id()).unreachableTasks()).isEmpty();
    aware.reconcile(agent.id(), "t1");
    assertThat(aware.lastUpdate().getState()).isEqualTo(TaskState.TASK_GONE);
  }

  @Test
  void takesATaskOutOfTheHistoryThatIsBack() {
    TestScheduler plain = rig.scheduler("plain").subscribe();
    aware.suppress();
    rig.seconds(7);
    plain.launch(plain.lastOffer(), task("p1", agent, "cpus:1;mem:64"));
    agent.drop();
    assertThat(rig.framework(plain.id()).completedTasks()).hasSize(1);
    rig.seconds(80);
    comeBackWith(plain, "p1");
    assertThat(rig.framework(plain.id()).completedTasks()).isEmpty();
    assertThat(plain.lastUpdate().getState()).isEqualTo(TASK_RUNNING);
  }

  @Test
  void tellsTheFactsOfATaskThatIsBack() {
    ContainerStatus container = ContainerStatus.newBuilder().setExecutorPid(7).build();
    agent.drop();
    rig.seconds(80);
    agent.connect();
    agent.reregister(
        m ->
            m.addFrameworks(aware.info)
                .addTasks(
                    agent.task(aware.id(), "t1", TASK_RUNNING).toBuilder()
                        .setExecutorId(ExecutorID.newBuilder().setValue("e"))
                        .addStatuses(
                            TaskStatus.newBuilder()
                                .setTaskId(MasterRig.taskId("t1"))
                                .setState(TASK_RUNNING)
                                .setHealthy(true)
                                .setContainerStatus(container))));
    assertThat(aware.lastUpdate().getHealthy()).isTrue();
    assertThat(aware.lastUpdate().getContainerStatus()).isEqualTo(container);
    assertThat(aware.lastUpdate().getExecutorId().getValue()).isEqualTo("e");
  }

  @Test
  void remembersOnlySoManyUnreachableTasksTheNewest() {
    MasterRig small = new MasterRig(Map.of("max_unreachable_tasks_per_framework", "2"));
    TestScheduler framework =
        small.scheduler("fw", PARTITION_AWARE).with(i -> i.setCheckpoint(true)).subscribe();
    for (String name : List.of("a", "b", "c")) {
      TestAgent host = small.agent(name, "cpus:1;mem:64");
      small.seconds(2);
      framework.launch(framework.lastOffer(), task(name, host, "cpus:1;mem:64"));
      host.drop();
      small.seconds(80);
    }
    assertThat(small.framework(framework.id()).unreachableTasks())
        .containsOnlyKeys(MasterRig.taskId("b"), MasterRig.taskId("c"));
  }

  @Test
  void showsTheHistoryThatAnAgentBringsOnce() {
    agent.drop();
    rig.seconds(80);
    agent.connect();
    agent.reregister(
        m -> {
          m.addCompletedFrameworksBuilder()
              .setFramework(aware.info)
              .addTasks(agent.task(aware.id(), "old", TASK_FINISHED))
              .addTasks(agent.task(aware.id(), "old", TASK_FINISHED));
          return m.addFrameworks(aware.info);
        });
    assertThat(rig.framework(aware.id()).completedTasks())
        .extracting(t -> t.getTaskId().getValue())
        .containsExactly("old");
  }

  @Test
  void learnsOfFrameworksThatItDoesNotKnowFromAgents() {
    MasterRig fresh = new MasterRig();
    TestAgent returning = new TestAgent(fresh, "one", "cpus:4;mem:1024");
    returning.info = agent.info;
    returning.reregister(
        m -> m.addFrameworks(aware.info).addTasks(returning.task(aware.id(), "t1", TASK_RUNNING)));
    assertThat(returning.id()).isEqualTo(agent.id());
    assertThat(fresh.framework(aware.id()).recovered()).isTrue();
    assertThat(fresh.framework(aware.id()).connected()).isFalse();
    assertThat(
            fresh
                .framework(aware.id())
                .used()
                .getOrDefault(agent.id(), Resources.empty())
                .scalar("cpus"))
        .contains(1.0);
    TestScheduler back = fresh.scheduler("aware").with(i -> i.setId(aware.id())).subscribe();
    assertThat(back.all(Event.Type.SUBSCRIBED)).hasSize(1);
    assertThat(fresh.framework(aware.id()).recovered()).isFalse();
    fresh.seconds(1);
    assertThat(Resources.of(back.lastOffer().getResourcesList()).scalar("cpus")).contains(3.0);
    fresh.assertSound();
  }

  @Test
  void shutsDownCompletedFrameworksThatAnAgentStillRuns() {
    agent.drop();
    aware.teardown();
    comeBackWith(aware, "t1");
    assertThat(agent.last().getShutdownFramework().getFrameworkId()).isEqualTo(aware.id());
    assertThat(rig.master.cluster().frameworks()).isEmpty();
  }

  @Test
  void removesAnAgentThatLeaves() {
    agent.send(
        m -> {
          m.getUnregisterBuilder().setAgentId(agent.id());
          return m;
        });
    rig.time.run();
    assertThat(rig.master.cluster().agents()).isEmpty();
    assertThat(aware.lastUpdate().getState()).isEqualTo(TASK_LOST);
    assertThat(aware.lastUpdate().getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_REMOVED);
    assertThat(aware.lastUpdate().getMessage())
        .isEqualTo("Agent one removed: the agent unregistered");
    assertThat(rig.framework(aware.id()).completedTasks()).hasSize(1);
    assertThat(agent.link.registered).isFalse();
    assertThat(rig.metric("master/slave_removals/reason_unregistered")).isEqualTo(1);
  }

  @Test
  void removesAnAgentWhosePlaceANewOneTakes() {
    agent.drop();
    TestAgent next = new TestAgent(rig, "one", "cpus:2;mem:64");
    next.send(
        m -> {
          m.getRegisterBuilder().setAgent(next.info).setVersion("1.11.0").setRegistrationId("n");
          return m;
        });
    rig.time.run();
    assertThat(rig.master.cluster().agents()).hasSize(1);
    assertThat(rig.master.cluster().agents()).doesNotContainKey(agent.id());
    assertThat(rig.metric("master/slave_removals/reason_registered")).isEqualTo(1);
    assertThat(aware.lastUpdate().getState()).isEqualTo(TASK_LOST);
    assertThat(aware.lastUpdate().getMessage())
        .isEqualTo("Agent one removed: a new agent registered at the same address");
  }

  @Test
  void shutsDownAnAgentThatReturnsFromAnotherHost() {
    agent.drop();
    agent.info = agent.info.toBuilder().setHostname("two").build();
    comeBackWith(aware, "t1");
    assertThat(agent.last().getShutdown().getReason())
        .isEqualTo("Agent attempted to reregister with different IP / hostname");
    assertThat(agent.link.closed).isNotEmpty();
  }

  @Test
  void takesOverChangedResourcesOfAnAgent() {
    agent.drop();
    agent.info =
        agent.info.toBuilder()
            .clearResources()
            .addAllResources(Resources.parse("cpus:8;mem:1024", "*").toList())
            .build();
    comeBackWith(aware, "t1");
    assertThat(rig.master.cluster().agents().values())
        .singleElement()
        .satisfies(a -> assertThat(a.total().scalar("cpus")).contains(8.0));
  }

  @Test
  void dropsMessagesOfAgentsThatAreNotRegistered() {
    TestAgent stranger = new TestAgent(rig, "two", "cpus:1");
    stranger.info = stranger.info.toBuilder().setId(agent.id()).build();
    stranger.update(aware.id(), "t", TASK_FINISHED);
    assertThat(rig.metric("master/dropped_messages")).isEqualTo(1);
  }

  @Test
  void refusesAnAgentThatReturnsWithTasksThatCannotBe() {
    agent.drop();
    agent.connect();
    agent.reregister(
        m -> m.addFrameworks(aware.info).addTasks(agent.task(aware.id(), "t1", TASK_UNREACHABLE)));
    assertThat(agent.link.closed).contains("TASK_UNREACHABLE");
    assertThat(rig.master.cluster().agents().values())
        .singleElement()
        .satisfies(a -> assertThat(a.connected()).isFalse());
  }

  @Test
  void ignoresStatesThatAreNotTheAgentsToTell() {
    agent.update(aware.id(), "t1", TASK_UNREACHABLE);
    assertThat(aware.states()).containsExactly(TASK_RUNNING);
    assertThat(rig.task(aware.id(), "t1"))
        .hasValueSatisfying(task -> assertThat(task.getState()).isEqualTo(TASK_RUNNING));
    assertThat(rig.metric("master/invalid_status_updates")).isEqualTo(1);
  }
}
