package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.host.Candidate;
import org.meseta.plugin.host.Origin;
import org.meseta.plugin.host.PluginState;
import org.meseta.plugin.host.PluginStatus;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.resources.Resources;

/** Allocators come, go and fail while the master works. */
class SwapScenarioTest {
  private final MasterRig rig = new MasterRig();
  private int arrivals = 10;

  private Candidate<AllocatorFactory> candidate(AllocatorFactory factory, String version) {
    return new Candidate<>(
        "hierarchical",
        factory,
        new Origin("org.example.allocator", version, arrivals),
        new Candidate.Preference(0, 0, arrivals++));
  }

  private Candidate<AllocatorFactory> arrive(AllocatorFactory factory, String version) {
    Candidate<AllocatorFactory> made = candidate(factory, version);
    rig.master.arrived(made);
    rig.time.run();
    return made;
  }

  private PluginStatus shown(String version) {
    return rig.board.plugins().stream()
        .filter(p -> p.origin().version().equals(version))
        .findFirst()
        .orElseThrow();
  }

  private static final class Remembering extends GreedyAllocator {
    final List<String> told = new ArrayList<>();

    Remembering(AllocatorContext context) {
      super(context);
    }

    @Override
    public void addFilter(FrameworkID framework, AgentID agent, Resources refused, Filters f) {
      told.add(refused.unallocated() + " for " + f.getRefuseSeconds());
      super.addFilter(framework, agent, refused, f);
    }
  }

  @Test
  void theNewerVersionTakesOverAndTheOlderComesBackWhenItGoes() {
    Candidate<AllocatorFactory> newer = arrive(rig, "1.0.0");
    assertThat(rig.allocators).hasSize(2);
    assertThat(rig.allocators.get(0).closed).isTrue();
    arrive(rig, "0.9.0");
    assertThat(rig.allocators).hasSize(2);
    assertThat(shown("0.9.0").state()).isEqualTo(PluginState.AVAILABLE);
    rig.master.left(newer);
    rig.time.run();
    assertThat(rig.allocators.get(1).closed).isTrue();
    assertThat(rig.allocators).hasSize(3);
    assertThat(shown("0.9.0").state()).isEqualTo(PluginState.RUNNING);
  }

  @Test
  void tellsTheNewOneWhatWasDeclinedAndForHowLong() {
    rig.agent("one", "cpus:4;mem:1024");
    rig.agent("two", "cpus:2;mem:512");
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    rig.seconds(1);
    scheduler.decline(scheduler.offers().get(0), 100);
    scheduler.decline(scheduler.offers().get(1), 1);
    rig.seconds(40);
    List<Remembering> made = new ArrayList<>();
    AllocatorFactory remembering =
        context -> {
          made.add(new Remembering(context));
          return made.get(made.size() - 1);
        };
    arrive(remembering, "1.0.0");
    assertThat(made.get(0).told).hasSize(1).first().asString().startsWith("cpus:4;mem:1024 for 60");
    scheduler.revive();
    arrive(remembering, "1.1.0");
    assertThat(made.get(1).told).isEmpty();
  }

  @Test
  void forgetsWhatWasDeclinedByThoseWhoWentAndOfAgentsThatWent() {
    TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    rig.seconds(1);
    scheduler.decline(scheduler.lastOffer(), 1000);
    scheduler.drop();
    List<Remembering> made = new ArrayList<>();
    arrive(
        context -> {
          made.add(new Remembering(context));
          return made.get(0);
        },
        "1.0.0");
    assertThat(made.get(0).told).isEmpty();
    assertThat(agent.id()).isNotNull();
  }

  @Test
  void whatTheOldOneOffersWhileTheNewOneIsMadeIsKnownToTheNewOne() {
    TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    rig.allocator().suppressed.add(scheduler.id()); // so that it offers only what the test says
    rig.time.run();
    Resources some = Resources.parse("cpus:1", "*").allocatedTo("*");
    GreedyAllocator old = rig.allocator();
    AllocatorFactory slow =
        context -> {
          old.free.computeIfPresent(agent.id(), (id, free) -> free.minus(some.unallocated()));
          old.context.offer(scheduler.id(), Map.of("*", Map.of(agent.id(), some)));
          return rig.create(context);
        };
    arrive(slow, "1.0.0");
    assertThat(scheduler.offers()).hasSize(1);
    assertThat(scheduler.all(Event.Type.RESCIND)).isEmpty();
    rig.assertSound();
    scheduler.launch(scheduler.lastOffer(), task("t1", agent, "cpus:1"));
    rig.time.run();
    assertThat(rig.task(scheduler.id(), "t1")).isPresent();
    rig.assertSound();
  }

  @Test
  void whatTheMasterDecidesWhileTheNewOneIsMadeIsKnownToTheNewOne() {
    TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
    AllocatorFactory slow =
        context -> {
          rig.master.agentDisconnected(agent.link, "planted");
          return rig.create(context);
        };
    arrive(slow, "1.0.0");
    assertThat(rig.allocator().lost).containsExactly(agent.id());
    rig.assertSound();
  }

  @Test
  void putsTheOldOneBackWhenTheNewOneThrowsAgainAndAgain() {
    AllocatorFactory failing =
        context ->
            new GreedyAllocator(context) {
              @Override
              public void suppressOffers(FrameworkID framework, Set<String> roles) {
                throw new NoClassDefFoundError("planted");
              }
            };
    arrive(failing, "1.0.0");
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    for (int i = 0; i < 3; i++) {
      assertThat(shown("1.0.0").state()).isEqualTo(PluginState.RUNNING);
      scheduler.suppress();
    }
    PluginStatus status = shown("1.0.0");
    assertThat(status.state()).isEqualTo(PluginState.QUARANTINED);
    assertThat(status.reason()).contains("suppressOffers", "NoClassDefFoundError: planted");
    scheduler.revive();
    rig.agent("one", "cpus:4;mem:1024");
    rig.seconds(1);
    assertThat(scheduler.offers()).hasSize(1);
    rig.assertSound();
  }

  @Test
  void doesNotOfferWhatIsNotThereAndPutsOneThatDoesSoOutOfUse() {
    TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
    TestScheduler scheduler = rig.scheduler("fw").subscribe("*");
    Resources tooMuch = Resources.parse("cpus:5", "*").allocatedTo("*");
    List<AllocatorContext> contexts = new ArrayList<>();
    arrive(
        context -> {
          contexts.add(context);
          return rig.create(context);
        },
        "1.0.0");
    for (int i = 0; i < 3; i++) {
      assertThat(shown("1.0.0").state()).isEqualTo(PluginState.RUNNING);
      contexts.get(0).offer(scheduler.id(), Map.of("*", Map.of(agent.id(), tooMuch)));
      rig.time.run();
    }
    assertThat(scheduler.offers()).isEmpty();
    assertThat(shown("1.0.0").reason()).contains("has not so much free");
    rig.assertSound();
  }

  @Test
  @SuppressWarnings("NullAway") // that is the point
  void refusesWhatIsNoOfferAtAll() {
    TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
    TestScheduler scheduler = rig.scheduler("fw").subscribe("*");
    GreedyAllocator allocator = rig.allocator();
    rig.allocator().context.offer(scheduler.id(), null);
    rig.time.run();
    Resources forNobody = Resources.parse("cpus:1", "*");
    allocator.context.offer(scheduler.id(), Map.of("*", Map.of(agent.id(), forNobody)));
    rig.time.run();
    assertThat(scheduler.offers()).isEmpty();
    assertThat(rig.time.failures()).isEmpty();
  }

  @Test
  void triesOneThatFailedAgainWhenNothingElseIsThere() {
    rig.master.removeAllocator();
    List<Allocator> made = new ArrayList<>();
    AllocatorFactory once =
        context -> {
          if (made.isEmpty()) {
            made.add(new GreedyAllocator(context));
            throw new IllegalStateException("not yet");
          }
          return rig.create(context);
        };
    arrive(once, "1.0.0");
    assertThat(shown("1.0.0").state()).isEqualTo(PluginState.QUARANTINED);
    assertThat(shown("1.0.0").reason()).contains("IllegalStateException: not yet");
    rig.seconds(61);
    assertThat(shown("1.0.0").state()).isEqualTo(PluginState.RUNNING);
  }

  @Test
  void saysThatThereIsNoAllocator() {
    rig.master.removeAllocator();
    rig.time.run();
    assertThat(rig.board.plugins())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.state()).isEqualTo(PluginState.MISSING);
              assertThat(p.name()).isEqualTo("hierarchical");
            });
    arrive(rig, "1.0.0");
    assertThat(rig.board.plugins())
        .hasSize(1)
        .first()
        .satisfies(p -> assertThat(p.state()).isEqualTo(PluginState.RUNNING));
  }

  @Test
  void tellsANewOneOfTheWhitelistAndTheWeights() {
    List<String> told = new ArrayList<>();
    arrive(
        context ->
            new GreedyAllocator(context) {
              @Override
              public void updateWhitelist(Optional<Set<String>> hostnames) {
                told.add("whitelist");
              }

              @Override
              public void updateWeights(Map<String, Double> weights) {
                told.add("weights");
              }
            },
        "1.0.0");
    assertThat(told).containsExactlyInAnyOrder("whitelist", "weights");
  }
}
