package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.PARTITION_AWARE;
import static org.meseta.protocol.v1.TaskState.TASK_GONE_BY_OPERATOR;
import static org.meseta.protocol.v1.TaskState.TASK_LOST;
import static org.meseta.protocol.v1.TaskState.TASK_RUNNING;
import static org.meseta.protocol.v1.TaskState.TASK_UNKNOWN;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Event;

/** Agents that an operator marks as gone, and agents that are forgotten. */
class GoneAgentTest {
  private MasterRig rig = new MasterRig();
  private TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
  private TestScheduler aware = scheduler("aware", true);

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  private TestScheduler scheduler(String name, boolean partitionAware) {
    TestScheduler scheduler =
        partitionAware ? rig.scheduler(name, PARTITION_AWARE) : rig.scheduler(name);
    return scheduler.with(i -> i.setCheckpoint(true).setFailoverTimeout(1e6)).subscribe();
  }

  private static void run(TestScheduler scheduler, TestAgent where, String name) {
    scheduler.rig.seconds(6);
    scheduler.launch(scheduler.lastOffer(), task(name, where, "cpus:1;mem:64"));
    where.update(scheduler.id(), name, TASK_RUNNING);
    scheduler.acknowledge(where, name, TASK_RUNNING);
  }

  private Outcome markGone(AgentID id) {
    CompletableFuture<Outcome> answer =
        rig.master.markGone(Principal.ANONYMOUS, id).toCompletableFuture();
    rig.time.run();
    return answer.join();
  }

  @Test
  void refusesThoseWhoMayNot() {
    rig = new MasterRig(Map.of("authorizers", "strict"));
    rig.master.install(() -> (principal, action, object) -> action != Action.MARK_AGENT_GONE);
    agent = rig.agent("one", "cpus:4;mem:1024");
    assertThat(markGone(agent.id()))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, r -> assertThat(r.kind()).isEqualTo(Outcome.Kind.FORBIDDEN));
    assertThat(rig.master.cluster().agents()).containsKey(agent.id());
  }

  @Test
  void tellsTheAgentToEndAndTheFrameworkThatItsTaskIsGone() {
    run(aware, agent, "t");
    assertThat(markGone(agent.id())).isEqualTo(Outcome.ACCEPTED);
    TaskStatus gone = aware.lastUpdate();
    assertThat(gone.getState()).isEqualTo(TASK_GONE_BY_OPERATOR);
    assertThat(gone.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_REMOVED_BY_OPERATOR);
    assertThat(gone.getSource()).isEqualTo(TaskStatus.Source.SOURCE_MASTER);
    assertThat(gone.hasUuid()).isFalse();
    assertThat(aware.all(Event.Type.FAILURE)).hasSize(1);
    assertThat(rig.master.cluster().agents()).isEmpty();
    assertThat(rig.framework(aware.id()).tasks()).isEmpty();
    assertThat(rig.framework(aware.id()).completedTasks()).hasSize(1);
    assertThat(agent.all(MasterMessage::hasShutdown, m -> m.getShutdown().getReason()))
        .containsExactly("Agent has been marked gone");
    assertThat(agent.link.closed).isEqualTo("Agent has been marked gone");
    assertThat(rig.metric("master/slave_removals")).isEqualTo(1);
  }

  @Test
  void tellsAFrameworkThatKnowsNoSuchStateThatItsTaskIsLost() {
    TestScheduler plain = scheduler("plain", false);
    aware.teardown();
    run(plain, agent, "t");
    markGone(agent.id());
    assertThat(plain.lastUpdate().getState()).isEqualTo(TASK_LOST);
    assertThat(rig.metric("master/tasks_lost")).isEqualTo(1);
  }

  @Test
  void doesNotLetItComeBack() {
    run(aware, agent, "t");
    markGone(agent.id());
    agent.connect();
    agent.reregister(
        m -> m.addFrameworks(aware.info).addTasks(agent.task(aware.id(), "t", TASK_RUNNING)));
    assertThat(agent.last().getShutdown().getReason()).isEqualTo("Agent has been marked gone");
    assertThat(rig.master.cluster().agents()).isEmpty();
    assertThat(rig.framework(aware.id()).tasks()).isEmpty();
  }

  @Test
  void endsTheTasksOfAnAgentThatWasUnreachableAndTellsOnce() {
    TestScheduler plain = scheduler("plain", false);
    plain.suppress();
    run(aware, agent, "t");
    agent.drop();
    rig.seconds(700);
    assertThat(rig.framework(aware.id()).unreachableTasks()).hasSize(1);
    assertThat(rig.master.cluster().unreachableAgents()).isEqualTo(1);
    assertThat(markGone(agent.id())).isEqualTo(Outcome.ACCEPTED);
    assertThat(aware.lastUpdate().getState()).isEqualTo(TASK_GONE_BY_OPERATOR);
    assertThat(rig.framework(aware.id()).unreachableTasks()).isEmpty();
    assertThat(rig.framework(aware.id()).completedTasks()).hasSize(1);
    assertThat(rig.master.cluster().unreachableAgents()).isZero();
    int updates = aware.updates().size();
    assertThat(markGone(agent.id())).isEqualTo(Outcome.ACCEPTED);
    assertThat(aware.updates()).hasSize(updates);
  }

  @Test
  void answersWhoAsksAboutTasksThere() {
    markGone(agent.id());
    aware.reconcile(agent.id(), "x");
    assertThat(aware.lastUpdate().getState()).isEqualTo(TASK_GONE_BY_OPERATOR);
    assertThat(aware.lastUpdate().getMessage()).isEqualTo("Reconciliation: Task is gone");
  }

  @Test
  void knowsOnlyAgentsThatAreRegisteredOrUnreachable() {
    Outcome outcome = markGone(AgentID.newBuilder().setValue("nobody").build());
    assertThat(outcome)
        .isEqualTo(new Outcome.Refused(Outcome.Kind.NOT_FOUND, "Agent 'nobody' is not known"));
  }

  @Test
  void isNotTrueBeforeItIsWrittenDown() {
    SlowRegistry[] slow = new SlowRegistry[1];
    rig = new MasterRig(Map.of(), loop -> slow[0] = new SlowRegistry(loop));
    agent = rig.agent("one", "cpus:4;mem:1024");
    aware = scheduler("aware", true);
    run(aware, agent, "t");
    slow[0].hold();
    CompletableFuture<Outcome> answer =
        rig.master.markGone(Principal.ANONYMOUS, agent.id()).toCompletableFuture();
    agent.drop();
    agent.connect();
    agent.reregister(m -> m);
    assertThat(answer).isNotDone();
    assertThat(aware.lastUpdate().getState()).isEqualTo(TASK_RUNNING);
    slow[0].release();
    rig.time.run();
    assertThat(answer.join()).isEqualTo(Outcome.ACCEPTED);
    assertThat(agent.last().hasShutdown()).isTrue();
    assertThat(rig.master.cluster().agents()).isEmpty();
  }

  @Test
  void forgetsAgentsThatWereAwayForTooLong() {
    rig = new MasterRig(Map.of("registry_max_agent_age", "1hrs"));
    agent = rig.agent("one", "cpus:4;mem:1024");
    TestAgent other = rig.agent("two", "cpus:4;mem:1024");
    aware = scheduler("aware", true);
    markGone(other.id());
    agent.drop();
    rig.seconds(3500);
    assertThat(rig.master.cluster().unreachableAgents()).isEqualTo(1);
    rig.seconds(2000);
    assertThat(rig.master.cluster().unreachableAgents()).isZero();
    aware.reconcile(agent.id(), "x");
    assertThat(aware.lastUpdate().getState()).isEqualTo(TASK_UNKNOWN);
    aware.reconcile(other.id(), "x");
    assertThat(aware.lastUpdate().getState()).isEqualTo(TASK_UNKNOWN);
  }

  @Test
  void forgetsTheOldestOfTooMany() {
    rig = new MasterRig(Map.of("registry_max_agent_count", "1"));
    agent = rig.agent("one", "cpus:4;mem:1024");
    TestAgent later = rig.agent("two", "cpus:4;mem:1024");
    aware = scheduler("aware", true);
    agent.drop();
    rig.seconds(1);
    later.drop();
    rig.seconds(2000);
    aware.reconcile(agent.id(), "x");
    assertThat(aware.lastUpdate().getState()).isEqualTo(TASK_UNKNOWN);
    aware.reconcile(later.id(), "x");
    assertThat(aware.lastUpdate().hasUnreachableTime()).isTrue();
  }
}
