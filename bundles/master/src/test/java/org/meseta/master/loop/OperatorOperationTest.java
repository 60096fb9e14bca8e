package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.master.loop.Operations.createVolume;
import static org.meseta.master.loop.Operations.destroy;
import static org.meseta.master.loop.Operations.grow;
import static org.meseta.master.loop.Operations.reserve;
import static org.meseta.master.loop.Operations.reserved;
import static org.meseta.master.loop.Operations.resources;
import static org.meseta.master.loop.Operations.unreserve;
import static org.meseta.master.loop.Operations.volume;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.MULTI_ROLE;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Authorizer;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo.Capability;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.resources.Resources;

/** What operators do to resources of agents. */
class OperatorOperationTest {
  private static final Principal OLGA = Principal.named("olga");
  private static final Resources STARTED = Resources.parse("cpus:4;mem:1024;disk:100", "*");

  private final Map<String, String> flags = new HashMap<>();
  private MasterRig rig = new MasterRig();
  private TestAgent agent = agent();

  private TestAgent agent() {
    return new TestAgent(rig, "one", "cpus:4;mem:1024;disk:100")
        .able(Capability.Type.RESIZE_VOLUME)
        .register();
  }

  private TestScheduler framework(String name) {
    TestScheduler scheduler =
        rig.scheduler(name, MULTI_ROLE, RESERVATION_REFINEMENT)
            .with(i -> i.addRoles("eng"))
            .subscribe();
    rig.seconds(1);
    return scheduler;
  }

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  private Outcome operate(Principal principal, AgentID id, Offer.Operation operation) {
    var outcome = rig.master.operate(principal, id, operation).toCompletableFuture();
    rig.time.run();
    return outcome.join();
  }

  private void accepted(Offer.Operation operation) {
    assertThat(operate(Principal.ANONYMOUS, agent.id(), operation)).isEqualTo(Outcome.ACCEPTED);
  }

  private String refusal(Outcome.Kind kind, Principal principal, Offer.Operation operation) {
    Resources before = total();
    Outcome outcome = operate(principal, agent.id(), operation);
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    Outcome.Refused refused = (Outcome.Refused) outcome;
    assertThat(refused.kind()).isEqualTo(kind);
    assertThat(total()).isEqualTo(before);
    return refused.message();
  }

  private Resources total() {
    return Objects.requireNonNull(rig.master.cluster().agents().get(agent.id())).total();
  }

  @Test
  void reservesMakesGrowsDestroysAndUnreserves() {
    accepted(reserve(reserved("disk:60"), reserved("cpus:1")));
    accepted(createVolume(volume("v", 40)));
    accepted(grow(volume("v", 40), reserved("disk:10")));
    assertThat(total())
        .isEqualTo(
            Resources.parse("cpus:3;mem:1024;disk:40", "*")
                .plus(resources(reserved("cpus:1"), reserved("disk:10"), volume("v", 50))));
    accepted(destroy(volume("v", 50)));
    accepted(unreserve(reserved("disk:60"), reserved("cpus:1")));
    assertThat(total()).isEqualTo(STARTED);
    assertThat(agent.operations()).hasSize(5).noneMatch(o -> o.hasFrameworkId());
  }

  @Test
  void movesAReservationToAnotherRole() {
    accepted(reserve(reserved("cpus:1")));
    Offer.Operation.Builder move = reserve(reserved("cpus:1", "ops", "")).toBuilder();
    move.getReserveBuilder().addSource(reserved("cpus:1"));
    accepted(move.build());
    assertThat(total().reserved()).isEqualTo(resources(reserved("cpus:1", "ops", "")));
  }

  @Test
  void rescindsOnlyAsManyOffersAsItMust() {
    TestScheduler first = framework("first");
    first.launch(first.lastOffer(), task("t", agent, "cpus:2;mem:512"));
    rig.seconds(6);
    assertThat(first.lastOffer().getResourcesList()).isNotEmpty();
    accepted(reserve(reserved("cpus:1")));
    assertThat(first.all(Event.Type.RESCIND)).hasSize(1);
    // Its own filter keeps what is left away from it for a while.
    int offers = first.offers().size();
    rig.seconds(3);
    assertThat(first.offers()).hasSize(offers);
    rig.seconds(4);
    assertThat(first.offers()).hasSize(offers + 1);
    assertThat(Resources.of(first.lastOffer().getResourcesList()).unallocated().reserved())
        .isEqualTo(resources(reserved("cpus:1")));
  }

  @Test
  void leavesOffersAloneWhenEnoughIsFree() {
    accepted(reserve(reserved("cpus:1", "ops", "")));
    TestScheduler scheduler = framework("fw");
    scheduler.decline(scheduler.lastOffer(), 3600);
    accepted(unreserve(reserved("cpus:1", "ops", "")));
    assertThat(scheduler.all(Event.Type.RESCIND)).isEmpty();
  }

  @Test
  void refusesWhatIsInUse() {
    TestScheduler scheduler = framework("fw");
    scheduler.launch(scheduler.lastOffer(), task("t", agent, "cpus:3.5"));
    assertThat(refusal(Outcome.Kind.CONFLICT, OLGA, reserve(mine("cpus:1"))))
        .contains("does not contain");
    accepted(reserve(reserved("cpus:0.5")));
  }

  private static Resource mine(String text) {
    return reserved(text, "eng", "olga");
  }

  @Test
  void refusesAnUnknownAgentAndOneThatIsAway() {
    AgentID stranger = AgentID.newBuilder().setValue("stranger").build();
    assertThat(operate(OLGA, stranger, reserve(mine("cpus:1"))))
        .isEqualTo(Outcome.invalid("No agent found with specified ID"));
    agent.drop();
    assertThat(refusal(Outcome.Kind.CONFLICT, OLGA, reserve(mine("cpus:1"))))
        .contains("not connected");
    assertThat(refusal(Outcome.Kind.CONFLICT, OLGA, destroy(volume("v", 1))))
        .contains("not connected");
  }

  @Test
  void saysWhichOperationIsInvalidAndWhy() {
    assertThat(refusal(Outcome.Kind.INVALID, OLGA, reserve(Operations.one("cpus:0.5"))))
        .startsWith("Invalid RESERVE operation on agent " + agent.id().getValue())
        .contains("not dynamically reserved");
    assertThat(refusal(Outcome.Kind.INVALID, OLGA, reserve(reserved("cpus:1"))))
        .contains("names no principal");
    assertThat(refusal(Outcome.Kind.INVALID, OLGA, destroy(volume("v", 1))))
        .contains("no volume 'v'");
  }

  @Test
  void keepsAgentsFromHavingMoreToRememberThanTheyCan() {
    Resource.Builder labelled = reserved("cpus:1").toBuilder();
    labelled
        .getReservationsBuilder(0)
        .getLabelsBuilder()
        .addLabelsBuilder()
        .setKey("x".repeat(5000));
    assertThat(refusal(Outcome.Kind.INVALID, Principal.ANONYMOUS, reserve(labelled.build())))
        .contains("more than 4096");
    for (int i = 0; i < 50; i++) {
      accepted(reserve(reserved("cpus:0.01")));
    }
    assertThat(refusal(Outcome.Kind.INVALID, Principal.ANONYMOUS, reserve(reserved("cpus:0.01"))))
        .contains("Operators would have 51 unacknowledged operations on agent")
        .endsWith(", more than 50");
  }

  @Test
  void asksTheAuthorizer() {
    flags.put("authorizers", "test");
    rig = new MasterRig(flags);
    Map<Action, String> asked = new HashMap<>();
    rig.master.install(
        () ->
            new Authorizer() {
              @Override
              public boolean allows(Principal principal, Action action, String object) {
                asked.put(action, object);
                return action != Action.UNRESERVE_RESOURCES && action != Action.DESTROY_VOLUME;
              }
            });
    agent = agent();
    assertThat(operate(OLGA, agent.id(), reserve(mine("disk:100")))).isEqualTo(Outcome.ACCEPTED);
    assertThat(refusal(Outcome.Kind.FORBIDDEN, OLGA, unreserve(mine("disk:100"))))
        .contains("not authorized");
    Resource.Builder volume = volume("v", 10).toBuilder();
    volume.getReservationsBuilder(0).setPrincipal("olga");
    volume.getDiskBuilder().getPersistenceBuilder().setPrincipal("olga");
    assertThat(operate(OLGA, agent.id(), createVolume(volume.build()))).isEqualTo(Outcome.ACCEPTED);
    assertThat(refusal(Outcome.Kind.FORBIDDEN, OLGA, destroy(volume.build())))
        .contains("'olga' is not authorized");
    assertThat(operate(OLGA, agent.id(), grow(volume.build(), mine("disk:10"))))
        .isEqualTo(Outcome.ACCEPTED);
    assertThat(asked)
        .containsEntry(Action.RESERVE_RESOURCES, "eng")
        .containsEntry(Action.UNRESERVE_RESOURCES, "olga")
        .containsEntry(Action.CREATE_VOLUME, "eng")
        .containsEntry(Action.DESTROY_VOLUME, "olga")
        .containsEntry(Action.RESIZE_VOLUME, "eng");
    assertThat(List.of(total().volumes().toList().get(0).getScalar().getValue()))
        .containsExactly(20.0);
  }
}
