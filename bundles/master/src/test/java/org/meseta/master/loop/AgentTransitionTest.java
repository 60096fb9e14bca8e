package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.RegisterAgent;
import org.meseta.protocol.link.UnregisterAgent;
import org.meseta.protocol.v1.Attribute;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.scheduler.Event;

/** What happens to agents while something else about them is being written down. */
class AgentTransitionTest {
  private SlowRegistry registry;
  private MasterRig rig;
  private TestAgent agent;
  private TestScheduler scheduler;

  @BeforeEach
  @SuppressWarnings("NullAway") // the registry is made when the master asks for it
  void start() {
    rig =
        new MasterRig(
            Map.of(),
            loop -> {
              registry = new SlowRegistry(loop);
              return registry;
            });
    agent = rig.agent("one", "cpus:4;mem:1024");
    scheduler = rig.scheduler("fw").with(i -> i.setCheckpoint(true)).subscribe();
    rig.seconds(1);
    scheduler.launch(scheduler.lastOffer(), task("t1", agent, "cpus:1;mem:64"));
    agent.update(scheduler.id(), "t1", TaskState.TASK_RUNNING);
    registry.hold();
  }

  @AfterEach
  void sound() {
    rig.assertSound();
    assertThat(registry.waiting()).isZero();
  }

  private void release() {
    registry.release();
    rig.time.run();
  }

  /** With another version of its info, so that the registry is asked. */
  private void comeBackChanged() {
    agent.info = agent.info.toBuilder().addAttributes(attribute()).build();
    agent.connect();
    agent.reregister(
        m ->
            m.addFrameworks(scheduler.info)
                .addTasks(agent.task(scheduler.id(), "t1", TaskState.TASK_RUNNING)));
  }

  private static Attribute attribute() {
    return Attribute.newBuilder()
        .setName("rack")
        .setType(Value.Type.TEXT)
        .setText(Value.Text.newBuilder().setValue("r1"))
        .build();
  }

  private void registerAgain() {
    agent.connect();
    agent.send(
        m ->
            m.setRegister(
                RegisterAgent.newBuilder()
                    .setAgent(agent.info.toBuilder().clearId())
                    .setVersion("1.11.0")
                    .setRegistrationId("one-registration")));
    rig.time.run();
  }

  private void connectedOnce() {
    assertThat(rig.master.cluster().agents().values())
        .singleElement()
        .satisfies(known -> assertThat(known.connected()).isTrue());
    assertThat(agent.link.registered).isTrue();
    assertThat(agent.link.closed).isEmpty();
  }

  @Test
  void doesNotGiveUpAnAgentWhoseReturnIsBeingWritten() {
    agent.drop();
    rig.seconds(60);
    comeBackChanged();
    assertThat(registry.waiting()).isEqualTo(1);
    rig.seconds(100);
    assertThat(scheduler.states()).containsExactly(TaskState.TASK_RUNNING);
    release();
    connectedOnce();
    assertThat(registry.done).containsExactly("admit", "admit");
    assertThat(scheduler.states()).containsExactly(TaskState.TASK_RUNNING);
    rig.seconds(100);
    connectedOnce();
  }

  @Test
  void givesUpAnAgentWhoseReturnWasWrittenTooLate() {
    agent.drop();
    rig.seconds(60);
    comeBackChanged();
    agent.drop();
    rig.seconds(100);
    assertThat(rig.master.cluster().agents()).hasSize(1);
    release();
    assertThat(rig.master.cluster().agents()).isEmpty();
    assertThat(scheduler.lastUpdate().getState()).isEqualTo(TaskState.TASK_LOST);
    assertThat(registry.done).containsExactly("admit", "admit", "unreachable");
  }

  @Test
  void letsAnAgentReturnThatComesWhileItIsBeingGivenUp() {
    agent.drop();
    rig.seconds(80);
    assertThat(registry.waiting()).isEqualTo(1);
    comeBackChanged();
    assertThat(agent.link.registered).isFalse();
    release();
    assertThat(scheduler.states())
        .containsExactly(TaskState.TASK_RUNNING, TaskState.TASK_LOST, TaskState.TASK_RUNNING);
    assertThat(scheduler.all(Event.Type.FAILURE)).hasSize(1);
    connectedOnce();
    assertThat(rig.master.cluster().unreachableAgents()).isZero();
  }

  @Test
  void returnsAnAgentOnlyOnceHoweverOftenItAsks() {
    agent.drop();
    rig.seconds(80);
    comeBackChanged();
    final int before = agent.received.size();
    for (int i = 0; i < 5; i++) {
      agent.reregister(m -> m.addFrameworks(scheduler.info));
    }
    release();
    connectedOnce();
    assertThat(
            agent.received.subList(before, agent.received.size()).stream()
                .filter(m -> m.hasReregistered()))
        .hasSize(1);
  }

  @Test
  void admitsAnAgentAnewThatRegistersWhileItIsBeingGivenUp() {
    final var old = agent.id();
    agent.drop();
    rig.seconds(80);
    registerAgain();
    assertThat(agent.last().hasRegistered()).isFalse();
    release();
    agent.info = agent.info.toBuilder().setId(agent.last().getRegistered().getAgentId()).build();
    assertThat(agent.id()).isNotEqualTo(old);
    connectedOnce();
    assertThat(scheduler.lastUpdate().getState()).isEqualTo(TaskState.TASK_LOST);
    assertThat(scheduler.all(Event.Type.FAILURE)).hasSize(1);
    assertThat(rig.master.cluster().unreachableAgents()).isEqualTo(1);
  }

  @Test
  void removesAnAgentOnlyOnceForWhichANewOneComesWhileItIsBeingGivenUp() {
    agent.drop();
    rig.seconds(80);
    TestAgent next = new TestAgent(rig, "one", "cpus:1;mem:64");
    next.send(
        m -> {
          m.getRegisterBuilder().setAgent(next.info).setVersion("1.11.0").setRegistrationId("n");
          return m;
        });
    rig.time.run();
    assertThat(next.received).isEmpty();
    release();
    assertThat(rig.master.cluster().agents()).hasSize(1).doesNotContainKey(agent.id());
    assertThat(scheduler.all(Event.Type.FAILURE)).hasSize(1);
    assertThat(rig.metric("master/slave_removals")).isEqualTo(1);
    assertThat(rig.metric("master/slave_removals/reason_unhealthy")).isEqualTo(1);
  }

  @Test
  void removesAnAgentOnceThatLeavesWhileItsReturnIsBeingWritten() {
    TestAgent.Link first = agent.link;
    comeBackChanged();
    for (int i = 0; i < 3; i++) {
      rig.master.agentSent(
          first,
          AgentMessage.newBuilder()
              .setUnregister(UnregisterAgent.newBuilder().setAgentId(agent.id()))
              .build());
    }
    rig.time.run();
    assertThat(rig.master.cluster().agents()).hasSize(1);
    release();
    assertThat(rig.master.cluster().agents()).isEmpty();
    assertThat(registry.done).containsExactly("admit", "admit", "remove");
    assertThat(agent.link.registered).isFalse();
    assertThat(rig.metric("master/slave_removals")).isEqualTo(1);
    assertThat(scheduler.lastUpdate().getMessage())
        .isEqualTo("Agent one removed: the agent unregistered");
    agent.drop();
    rig.seconds(200);
    assertThat(rig.master.cluster().unreachableAgents()).isZero();
  }
}
