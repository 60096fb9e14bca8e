package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.PARTITION_AWARE;
import static org.meseta.protocol.v1.TaskState.TASK_GONE_BY_OPERATOR;
import static org.meseta.protocol.v1.TaskState.TASK_RUNNING;
import static org.meseta.protocol.v1.TaskState.TASK_UNKNOWN;
import static org.meseta.protocol.v1.TaskState.TASK_UNREACHABLE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meseta.master.api.Outcome;
import org.meseta.master.registry.Registered;
import org.meseta.master.state.RecoveredAgent;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.scheduler.Event;

/** A master begins where another one has ended, with that one's registry. */
class MasterRestartTest {
  private final Registered registered = new Registered();
  private final List<TestAgent> agents = new ArrayList<>();
  private MasterRig rig = new MasterRig(Map.of(), registered);

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  private void agents(int count) {
    for (int i = 1; i <= count; i++) {
      agents.add(rig.agent("host" + i, "cpus:4;mem:1024"));
    }
  }

  private void restart() {
    restart(Map.of());
  }

  private void restart(Map<String, String> flags) {
    rig.assertSound();
    rig = new MasterRig(flags, registered);
    agents.replaceAll(agent -> agent.at(rig));
  }

  private TestScheduler scheduler() {
    return rig.scheduler("aware", PARTITION_AWARE).subscribe();
  }

  private static AgentID id(String id) {
    return AgentID.newBuilder().setValue(id).build();
  }

  @Test
  void awaitsTheAgentsThatWereAdmittedBefore() {
    agents(2);
    restart();
    assertThat(rig.master.cluster().agents()).isEmpty();
    assertThat(rig.master.cluster().absent().recovered().values())
        .extracting(RecoveredAgent::info)
        .containsExactlyInAnyOrder(agents.get(0).info, agents.get(1).info);
    agents.get(0).reregister(m -> m);
    assertThat(rig.master.cluster().agents()).containsOnlyKeys(agents.get(0).id());
    assertThat(rig.master.cluster().absent().recovered()).containsOnlyKeys(agents.get(1).id());
  }

  @Test
  void writesNothingDownWhenAnAgentReturnsAsItWas() {
    agents(1);
    restart();
    long before = registered.snapshot().length;
    agents.get(0).reregister(m -> m);
    assertThat(rig.master.cluster().agents()).hasSize(1);
    assertThat(registered.snapshot()).hasSize((int) before);
    agents.get(0).info = agents.get(0).info.toBuilder().setHostname("a-longer-name").build();
    restart();
    agents.get(0).reregister(m -> m);
    assertThat(registered.snapshot().length).isGreaterThan((int) before);
  }

  @Test
  void tellsFrameworksNothingOfTasksThatNobodyHasMissed() {
    agents(1);
    TestScheduler framework = scheduler();
    rig.seconds(6);
    framework.launch(framework.lastOffer(), task("t", agents.get(0), "cpus:1;mem:64"));
    agents.get(0).update(framework.id(), "t", TASK_RUNNING);
    restart();
    TestScheduler again = rig.scheduler("aware", PARTITION_AWARE);
    again.with(i -> i.setId(framework.id())).subscribe();
    agents
        .get(0)
        .reregister(
            m ->
                m.addFrameworks(again.info)
                    .addTasks(agents.get(0).task(again.id(), "t", TASK_RUNNING)));
    assertThat(rig.framework(again.id()).tasks()).hasSize(1);
    assertThat(again.updates()).isEmpty();
  }

  @Test
  void marksThoseUnreachableThatDoNotReturnInTime() {
    agents(2);
    restart();
    TestScheduler framework = scheduler();
    agents.get(0).reregister(m -> m);
    rig.seconds(599);
    assertThat(rig.master.cluster().unreachableAgents()).isZero();
    rig.seconds(1);
    assertThat(rig.master.cluster().absent().unreachable()).containsOnlyKeys(agents.get(1).id());
    assertThat(rig.master.cluster().absent().recovered()).isEmpty();
    assertThat(framework.all(Event.Type.FAILURE))
        .extracting(event -> event.getFailure().getAgentId())
        .containsExactly(agents.get(1).id());
    assertThat(rig.metric("master/recovery_slave_removals")).isEqualTo(1);
    restart();
    assertThat(rig.master.cluster().absent().unreachable()).containsOnlyKeys(agents.get(1).id());
    agents.get(1).reregister(m -> m);
    assertThat(rig.master.cluster().absent().unreachable()).isEmpty();
    assertThat(rig.master.cluster().agents()).containsOnlyKeys(agents.get(1).id());
  }

  @Test
  void givesUpNoMoreAgentsAtATimeThanTheRateAllows() {
    agents(3);
    restart(Map.of("agent_removal_rate_limit", "1/1mins"));
    rig.seconds(600);
    assertThat(rig.master.cluster().unreachableAgents()).isEqualTo(1);
    agents.get(2).reregister(m -> m);
    rig.seconds(60);
    assertThat(rig.master.cluster().unreachableAgents()).isEqualTo(2);
    rig.seconds(600);
    assertThat(rig.master.cluster().unreachableAgents()).isEqualTo(2);
    assertThat(rig.metric("master/slave_unreachable_canceled")).isEqualTo(1);
  }

  @Test
  void endsWhenMoreAreMissingThanTheLimitAllows() {
    agents(4);
    restart(Map.of("recovery_agent_removal_limit", "50%"));
    agents.get(0).reregister(m -> m);
    rig.seconds(700);
    assertThat(rig.ends)
        .containsExactly(
            "3 of 4 agents (75.0%) did not return within 10mins, which is more than"
                + " --recovery_agent_removal_limit allows");
    assertThat(rig.master.cluster().unreachableAgents()).isZero();
    restart(Map.of("recovery_agent_removal_limit", "75%"));
    agents.get(0).reregister(m -> m);
    rig.seconds(700);
    assertThat(rig.ends).isEmpty();
    assertThat(rig.master.cluster().unreachableAgents()).isEqualTo(3);
  }

  @Test
  void answersNothingAboutAgentsThatMayStillReturn() {
    agents(1);
    restart();
    TestScheduler framework = scheduler();
    framework.reconcile(agents.get(0).id(), "t");
    assertThat(framework.updates()).isEmpty();
    framework.reconcile("t");
    assertThat(framework.updates()).as("it may be there").isEmpty();
    framework.reconcile(id("somebody-S1"), "t");
    assertThat(framework.lastUpdate().getState()).isEqualTo(TASK_UNKNOWN);
    rig.seconds(601);
    framework.reconcile(agents.get(0).id(), "t");
    assertThat(framework.lastUpdate().getState()).isEqualTo(TASK_UNREACHABLE);
    assertThat(framework.lastUpdate().hasUnreachableTime()).isTrue();
    framework.reconcile("t");
    assertThat(framework.lastUpdate().getState()).isEqualTo(TASK_UNKNOWN);
  }

  @Test
  void remembersAgentsThatAreGone() {
    agents(2);
    rig.master.markGone(Principal.ANONYMOUS, agents.get(0).id());
    rig.time.run();
    restart();
    agents.get(0).reregister(m -> m);
    assertThat(agents.get(0).all(MasterMessage::hasShutdown, m -> m.getShutdown().getReason()))
        .containsExactly("Agent has been marked gone");
    TestScheduler framework = scheduler();
    framework.reconcile(agents.get(0).id(), "t");
    assertThat(framework.lastUpdate().getState()).isEqualTo(TASK_GONE_BY_OPERATOR);
  }

  @Test
  void letsAnOperatorMarkAnAgentGoneThatHasNotReturned() {
    agents(1);
    restart();
    var answer = rig.master.markGone(Principal.ANONYMOUS, agents.get(0).id());
    rig.time.run();
    assertThat(answer.toCompletableFuture()).isCompletedWithValue(Outcome.ACCEPTED);
    assertThat(rig.master.cluster().absent().recovered()).isEmpty();
    agents.get(0).reregister(m -> m);
    assertThat(rig.master.cluster().agents()).isEmpty();
  }

  @Test
  void usesTheFlagsWeightsOnlyUntilThereAreSomeInTheRegistry() {
    restart(Map.of("weights", "a=2,b=3"));
    assertThat(rig.master.cluster().weights()).isEqualTo(Map.of("a", 2.0, "b", 3.0));
    assertThat(rig.allocator().weights).isEqualTo(Map.of("a", 2.0, "b", 3.0));
    restart(Map.of("weights", "a=7,c=9"));
    assertThat(rig.master.cluster().weights()).isEqualTo(Map.of("a", 2.0, "b", 3.0, "c", 1.0));
    assertThat(rig.allocator().weights).containsEntry("c", 1.0).containsEntry("a", 2.0);
  }
}
