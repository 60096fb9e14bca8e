package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.protocol.v1.TaskState.TASK_RUNNING;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meseta.master.api.Outcome;
import org.meseta.master.registry.Registered;
import org.meseta.master.state.Agent;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.scheduler.Event;

/** An operator has nothing of an agent offered. */
class DeactivatedAgentTest {
  private final Registered registered = new Registered();
  private MasterRig rig = new MasterRig(Map.of(), registered);
  private TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
  private TestScheduler scheduler = subscribe();

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  private TestScheduler subscribe() {
    return rig.scheduler("s", Capability.Type.PARTITION_AWARE)
        .with(i -> i.setCheckpoint(true).setFailoverTimeout(1e6))
        .subscribe();
  }

  private Outcome after(CompletionStage<Outcome> answer) {
    rig.time.run();
    return answer.toCompletableFuture().join();
  }

  private Outcome deactivate() {
    return after(rig.master.deactivate(Principal.ANONYMOUS, agent.id()));
  }

  private Outcome reactivate() {
    return after(rig.master.reactivate(Principal.ANONYMOUS, agent.id()));
  }

  private void assertNothingIsOffered() {
    scheduler.events.clear();
    rig.seconds(10);
    assertThat(scheduler.offers()).isEmpty();
    assertThat(rig.master.cluster().offers()).isEmpty();
    assertThat(rig.master.cluster().agents().values()).allMatch(Agent::deactivated).hasSize(1);
  }

  private void assertIsOfferedAgain() {
    scheduler.events.clear();
    assertThat(reactivate()).isEqualTo(Outcome.ACCEPTED);
    rig.seconds(2);
    assertThat(scheduler.offers()).hasSize(1);
    assertThat(rig.master.cluster().agents().values()).allMatch(Agent::active).hasSize(1);
  }

  @Test
  void takesItsOffersBackAndLetsItsTasksRun() {
    rig.seconds(2);
    scheduler.launch(scheduler.lastOffer(), task("t", agent, "cpus:1;mem:64"));
    agent.update(scheduler.id(), "t", TASK_RUNNING);
    scheduler.acknowledge(agent, "t", TASK_RUNNING);
    rig.seconds(6);
    assertThat(scheduler.lastOffer()).isNotNull();
    assertThat(deactivate()).isEqualTo(Outcome.ACCEPTED);
    assertThat(scheduler.all(Event.Type.RESCIND)).hasSize(1);
    assertNothingIsOffered();
    assertThat(rig.framework(scheduler.id()).tasks()).hasSize(1);
    assertThat(rig.metric("master/slaves_active")).isZero();
    assertThat(rig.metric("master/slaves_connected")).isEqualTo(1);
    assertThat(deactivate()).as("again").isEqualTo(Outcome.ACCEPTED);
    assertIsOfferedAgain();
  }

  @Test
  void staysSoWhenTheAgentComesBackByAnotherLink() {
    deactivate();
    agent.drop();
    rig.seconds(1);
    agent.connect();
    agent.reregister(m -> m);
    assertNothingIsOffered();
    assertIsOfferedAgain();
  }

  @Test
  void staysSoWhenTheAgentWasUnreachable() {
    deactivate();
    agent.drop();
    rig.seconds(700);
    assertThat(rig.master.cluster().absent().deactivated()).containsExactly(agent.id());
    agent.connect();
    agent.reregister(m -> m);
    assertThat(rig.master.cluster().absent().deactivated()).isEmpty();
    assertNothingIsOffered();
    assertIsOfferedAgain();
  }

  @Test
  void maySoBeChangedWhileTheAgentIsAway() {
    agent.drop();
    rig.seconds(1);
    assertThat(deactivate()).isEqualTo(Outcome.ACCEPTED);
    agent.connect();
    agent.reregister(m -> m);
    assertNothingIsOffered();
    agent.drop();
    rig.seconds(700);
    assertThat(reactivate()).isEqualTo(Outcome.ACCEPTED);
    agent.connect();
    agent.reregister(m -> m);
    rig.seconds(2);
    assertThat(scheduler.offers()).isNotEmpty();
  }

  @Test
  void staysSoWithTheNextMaster() {
    deactivate();
    rig.assertSound();
    rig = new MasterRig(Map.of(), registered);
    agent = agent.at(rig);
    scheduler = subscribe();
    assertThat(rig.master.cluster().absent().deactivated()).containsExactly(agent.id());
    agent.reregister(m -> m);
    assertNothingIsOffered();
    assertIsOfferedAgain();
  }

  @Test
  void isForgottenWithAnAgentThatIsGone() {
    deactivate();
    after(rig.master.markGone(Principal.ANONYMOUS, agent.id()));
    assertThat(rig.master.cluster().absent().deactivated()).isEmpty();
    rig = new MasterRig(Map.of(), registered);
    assertThat(rig.master.cluster().absent().deactivated()).isEmpty();
  }

  @Test
  void isRefusedForAnAgentThatIsNotKnown() {
    AgentID nobody = AgentID.newBuilder().setValue("nobody").build();
    assertThat(after(rig.master.deactivate(Principal.ANONYMOUS, nobody)))
        .isEqualTo(new Outcome.Refused(Outcome.Kind.NOT_FOUND, "Agent 'nobody' is not known"));
    assertThat(after(rig.master.reactivate(Principal.ANONYMOUS, nobody)))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void isRefusedToThoseWhoMayNot() {
    rig = new MasterRig(Map.of("authorizers", "strict"));
    rig.master.install(
        () ->
            (principal, action, object) ->
                action != Action.DEACTIVATE_AGENT && action != Action.REACTIVATE_AGENT);
    agent = rig.agent("one", "cpus:4;mem:1024");
    for (Outcome outcome : new Outcome[] {deactivate(), reactivate()}) {
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Refused.class, r -> assertThat(r.kind()).isEqualTo(Outcome.Kind.FORBIDDEN));
    }
  }
}
