package org.meseta.testkit.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.testkit.allocator.AllocatorBench.agentId;
import static org.meseta.testkit.allocator.AllocatorBench.id;
import static org.meseta.testkit.allocator.Given.resources;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.plugin.allocator.Obstacle.Cut;
import org.meseta.plugin.allocator.Obstacle.Kind;
import org.meseta.plugin.allocator.OfferFilter;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.OfferFilters;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;
import org.meseta.runtime.ManualTime;

/** Why a framework is not offered an agent: the first thing that stands between. */
public interface ObstacleRules extends OnBench {

  private AllocatorBench asked() {
    return asked(Given.options());
  }

  private AllocatorBench asked(AllocatorOptions options) {
    needs(Ability.OBSTACLES);
    return bench(options);
  }

  /** Of the framework f in the role r and the agent a. */
  private static Obstacle obstacle(AllocatorBench bench) {
    Obstacle obstacle = bench.obstacles(id("f"), "r").get(agentId("a"));
    if (obstacle == null) {
      throw new AssertionError("nothing stands between");
    }
    return obstacle;
  }

  private static ResourceQuantities some(String quantities) {
    return ResourceQuantities.parse(quantities);
  }

  private static Quota quota(String guarantees, Map<String, Long> limits) {
    return new Quota(some(guarantees), ResourceLimits.ofMilli(limits));
  }

  @Test
  default void nothingStandsBeforeWhatIsOfferedNext() {
    AllocatorBench bench = asked();
    bench.framework("f", "r");
    bench.agent("a", "cpus:1");
    bench.recover(bench.offer());
    assertThat(bench.obstacles(id("f"), "r")).isEmpty();
    bench.rounds(1);
    assertThat(bench.offers()).hasSize(1);
  }

  @Test
  default void saysNothingOfAFrameworkItDoesNotKnow() {
    AllocatorBench bench = asked();
    bench.agent("a", "cpus:1");
    bench.tell(allocator -> assertThat(allocator.obstacles(id("f"), "r")).hasValue(Map.of()));
  }

  @Test
  default void aFrameworkMayNotHaveTheRole() {
    AllocatorBench bench = asked();
    bench.framework("f", "s");
    bench.agent("a", "cpus:1");
    assertThat(obstacle(bench)).isEqualTo(Obstacle.of(Kind.NOT_SUBSCRIBED));
  }

  @Test
  default void aRoleThatWasGivenUpIsNotSubscribedThoughItHoldsSomething() {
    AllocatorBench bench = asked();
    bench.framework("f", "r");
    bench.agent("a", "cpus:1");
    bench.tell(
        a -> a.updateFramework(id("f"), Given.multiRole("s").build(), FrameworkOptions.NONE));
    assertThat(obstacle(bench)).isEqualTo(Obstacle.of(Kind.NOT_SUBSCRIBED));
  }

  @Test
  default void aFrameworkMayNotBeConnected() {
    AllocatorBench bench = asked();
    bench.framework("f", "r");
    bench.tell(a -> a.deactivateFramework(id("f")));
    bench.agent("a", "cpus:1");
    assertThat(obstacle(bench)).isEqualTo(Obstacle.of(Kind.FRAMEWORK_INACTIVE));
  }

  @Test
  default void aRoleMayBeSuppressed() {
    AllocatorBench bench = asked();
    bench.framework("f", "r");
    bench.tell(a -> a.suppressOffers(id("f"), Set.of("r")));
    bench.agent("a", "cpus:1");
    assertThat(obstacle(bench)).isEqualTo(Obstacle.of(Kind.SUPPRESSED));
  }

  @Test
  default void anAgentMayNotBeConnected() {
    AllocatorBench bench = asked();
    bench.agent("a", "cpus:1");
    bench.tell(a -> a.deactivateAgent(agentId("a")));
    bench.framework("f", "r");
    assertThat(obstacle(bench)).isEqualTo(Obstacle.of(Kind.AGENT_INACTIVE));
  }

  @Test
  default void aHostMayNotBeOnTheWhitelist() {
    AllocatorBench bench = asked();
    bench.tell(a -> a.updateWhitelist(Optional.of(Set.of("other"))));
    bench.agent("a", "cpus:1");
    bench.framework("f", "r");
    assertThat(obstacle(bench)).isEqualTo(Obstacle.of(Kind.WHITELIST, "a"));
  }

  private static void addOldAgent(AllocatorBench bench) {
    bench.tell(
        a ->
            a.addAgent(
                agentId("a"), Given.agentInfo("a"), List.of(), resources("cpus:1"), Map.of()));
  }

  @Test
  default void anAgentMayBeTooOldForSeveralRoles() {
    AllocatorBench bench = asked();
    addOldAgent(bench);
    bench.framework("f", "r");
    assertThat(obstacle(bench)).isEqualTo(Obstacle.of(Kind.AGENT_CAPABILITY, "MULTI_ROLE"));
  }

  @Test
  default void anAgentMayBeTooOldForRolesBelowOthers() {
    AllocatorBench bench = asked();
    addOldAgent(bench);
    bench.framework("f", Given.singleRole("r/s").build());
    assertThat(bench.obstacles(id("f"), "r/s"))
        .containsEntry(agentId("a"), Obstacle.of(Kind.AGENT_CAPABILITY, "HIERARCHICAL_ROLE"));
  }

  private static Obstacle lacks(Capability.Type capability, String amount) {
    return Obstacle.of(Kind.FRAMEWORK_CAPABILITY, capability.name(), some(amount));
  }

  @Test
  default void aFrameworkMayNotAskForGpus() {
    AllocatorBench bench = asked();
    bench.framework("f", "r");
    bench.agent("a", "cpus:1;gpus:2");
    assertThat(obstacle(bench)).isEqualTo(lacks(Capability.Type.GPU_RESOURCES, "cpus:1;gpus:2"));
  }

  @Test
  default void aFrameworkMayNotKnowOfOtherRegions() {
    AllocatorBench bench = asked(Given.region("here"));
    bench.framework("f", "r");
    bench.agentIn("there", "a", "cpus:2");
    assertThat(obstacle(bench)).isEqualTo(lacks(Capability.Type.REGION_AWARE, "cpus:2"));
  }

  @Test
  default void aFrameworkMayNotTakeWhatCanBeRevoked() {
    AllocatorBench bench = asked();
    bench.framework("f", "r");
    bench.agent("a", Given.revocable("cpus:2"), Map.of());
    assertThat(obstacle(bench)).isEqualTo(lacks(Capability.Type.REVOCABLE_RESOURCES, "cpus:2"));
  }

  @Test
  default void aFrameworkMayNotKnowRefinedReservations() {
    AllocatorBench bench = asked();
    bench.framework("f", "r/s");
    Resource refined =
        resources("cpus(r):1").toList().get(0).toBuilder()
            .addReservations(
                ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole("r/s"))
            .build();
    bench.agent("a", Resources.of(Set.of(refined)), Map.of());
    assertThat(bench.obstacles(id("f"), "r/s"))
        .containsEntry(agentId("a"), lacks(Capability.Type.RESERVATION_REFINEMENT, "cpus:1"));
  }

  @Test
  default void aFrameworkMayNotWantSuchAnAgent() {
    AllocatorBench bench = asked();
    OfferFilter onlySsd =
        new OfferFilter() {
          @Override
          public boolean allows(String role, AgentInfo agent) {
            return false;
          }

          @Override
          public String unmet(String role, AgentInfo agent) {
            return "ssd in " + role + " on " + agent.getHostname();
          }
        };
    FrameworkOptions options = new FrameworkOptions(Set.of(), onlySsd);
    bench.tell(a -> a.addFramework(id("f"), Given.multiRole("r").build(), Map.of(), true, options));
    bench.agent("a", "cpus:1");
    assertThat(obstacle(bench)).isEqualTo(Obstacle.of(Kind.CONSTRAINT, "ssd in r on a"));
  }

  @Test
  default void othersMayHoldAllThereIs() {
    AllocatorBench bench = asked();
    bench.agent(
        "a",
        resources("cpus:4;mem:100"),
        Map.of(
            id("small"), resources("cpus:1;mem:50").allocatedTo("r"),
            id("large"), resources("cpus:3;mem:50").allocatedTo("s")));
    bench.framework("f", "r");
    assertThat(obstacle(bench))
        .isEqualTo(Obstacle.of(Kind.IN_USE, "large", some("cpus:4;mem:100")));
  }

  @Test
  default void aFrameworkMayHoldItAllItself() {
    AllocatorBench bench = asked();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    assertThat(obstacle(bench)).isEqualTo(Obstacle.of(Kind.IN_USE, "f", some("cpus:4")));
  }

  @Test
  default void allMayBeReservedToOthers() {
    AllocatorBench bench = asked();
    bench.framework("f", "r");
    bench.agent("a", "cpus(s):4;mem(t):100");
    assertThat(obstacle(bench))
        .isEqualTo(Obstacle.of(Kind.RESERVED, "s,t", some("cpus:4;mem:100")));
  }

  @Test
  default void aRoleMayHaveHadItsQuota() {
    AllocatorBench bench = asked();
    bench.tell(a -> a.updateQuotas(Map.of("r", quota("", Map.of("cpus", 5L, "mem", 0L)))));
    bench.framework("f", "r");
    bench.agent("a", "cpus:4;mem:100;disk:5");
    assertThat(obstacle(bench))
        .isEqualTo(
            Obstacle.of(Kind.QUOTA_LIMIT, "r", some("cpus:0.005"))
                .with(List.of(new Cut(Kind.QUOTA_LIMIT, "r", Set.of("cpus", "mem")))));
  }

  @Test
  default void aRoleAboveMayHaveHadItsQuota() {
    AllocatorBench bench = asked();
    bench.tell(a -> a.updateQuotas(Map.of("r", quota("", Map.of("cpus", 0L)))));
    bench.framework("f", "r/s");
    bench.agent("a", "cpus:4");
    assertThat(bench.obstacles(id("f"), "r/s"))
        .containsEntry(
            agentId("a"),
            Obstacle.of(Kind.QUOTA_LIMIT, "r")
                .with(List.of(new Cut(Kind.QUOTA_LIMIT, "r", Set.of("cpus")))));
  }

  @Test
  default void whatIsLeftMayBeOwedToOthers() {
    AllocatorBench bench = asked();
    bench.tell(
        a ->
            a.updateQuotas(Map.of("x", quota("cpus:1", Map.of()), "y", quota("cpus:9", Map.of()))));
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    assertThat(obstacle(bench)).isEqualTo(Obstacle.of(Kind.HEADROOM, "y", some("cpus:10")));
  }

  @Test
  default void whoIsOwedSomethingIsNotKeptFromIt() {
    AllocatorBench bench = asked();
    bench.tell(a -> a.updateQuotas(Map.of("r", quota("cpus:9", Map.of()))));
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    bench.recover(bench.offer());
    assertThat(bench.obstacles(id("f"), "r")).isEmpty();
  }

  @Test
  default void tooLittleMayBeLeft() {
    AllocatorBench bench = asked();
    bench.framework("f", "r");
    bench.agent("a", "cpus:0.005;mem:31");
    assertThat(obstacle(bench))
        .isEqualTo(Obstacle.of(Kind.MINIMUM, "cpus:0.01|mem:32", some("cpus:0.005;mem:31")));
  }

  @Test
  default void tooLittleMayBeLeftForAFramework() {
    AllocatorBench bench = asked();
    OfferFilters.Builder filters = OfferFilters.newBuilder();
    filters
        .getMinAllocatableResourcesBuilder()
        .addQuantitiesBuilder()
        .putQuantities("cpus", Value.Scalar.newBuilder().setValue(8).build());
    FrameworkInfo picky = Given.multiRole("r").putOfferFilters("r", filters.build()).build();
    bench.framework("f", picky);
    bench.agent("a", "cpus:4");
    assertThat(obstacle(bench)).isEqualTo(Obstacle.of(Kind.MINIMUM, "cpus:8", some("cpus:4")));
  }

  @Test
  default void aFrameworkMayHaveDeclinedIt() {
    AllocatorBench bench = asked();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    bench.decline(bench.offer(), 100);
    bench.advance(Duration.ofSeconds(40));
    assertThat(obstacle(bench))
        .isEqualTo(
            new Obstacle(
                Kind.FILTER,
                "",
                some("cpus:4"),
                Optional.of(bench.time().clock().now().plusSeconds(60))));
  }

  @Test
  default void aLimitMayHaveCutWhatWasDeclined() {
    AllocatorBench bench = asked();
    bench.tell(a -> a.updateQuotas(Map.of("r", quota("", Map.of("cpus", 0L)))));
    bench.framework("f", "r");
    bench.agent("a", "cpus:4;mem:100");
    bench.decline(bench.offer(), 100);
    Obstacle declined = obstacle(bench);
    assertThat(declined.kind()).isEqualTo(Kind.FILTER);
    assertThat(declined.cuts()).containsExactly(new Cut(Kind.QUOTA_LIMIT, "r", Set.of("cpus")));
  }

  @Test
  default void guaranteesMayHaveCutWhatWasDeclined() {
    AllocatorBench bench = asked();
    bench.tell(a -> a.updateQuotas(Map.of("x", quota("cpus:9", Map.of()))));
    bench.framework("f", "r");
    bench.agent("a", "cpus:4;mem:100");
    bench.decline(bench.offer(), 100);
    Obstacle declined = obstacle(bench);
    assertThat(declined.kind()).isEqualTo(Kind.FILTER);
    assertThat(declined.cuts()).containsExactly(new Cut(Kind.HEADROOM, "x", Set.of("cpus")));
  }

  @Test
  default void othersMayComeFirst() {
    AllocatorBench bench = asked();
    bench.framework("f", "r");
    bench.agent("held", "cpus:4");
    bench.framework("g", "r");
    bench.agent("a", "cpus:1");
    bench.recover(bench.offers().get(1));
    assertThat(obstacle(bench)).isEqualTo(Obstacle.of(Kind.FAIR_SHARE, "g"));
    assertThat(bench.obstacles(id("g"), "r")).doesNotContainKey(agentId("a"));
  }

  @Test
  default void whoIsOwedComesFirst() {
    AllocatorBench bench = asked();
    bench.framework("f", "r");
    bench.framework("g", "z");
    bench.tell(a -> a.suppressOffers(id("g"), Set.of("z")));
    bench.agent("a", "cpus:1");
    bench.agent("b", "cpus:9");
    bench.offers().forEach(bench::recover);
    bench.tell(
        a -> {
          a.updateQuotas(Map.of("z", quota("cpus:1", Map.of())));
          a.pause();
        });
    bench.tell(a -> a.reviveOffers(id("g"), Set.of("z")));
    assertThat(obstacle(bench)).isEqualTo(Obstacle.of(Kind.FAIR_SHARE, "g"));
  }

  /** Who explains must not judge otherwise than who decides. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  default void anAgentIsOfferedNextExactlyIfNothingStandsBetween(long seed) {
    AllocatorBench bench = asked();
    RandomGenerator random = new ManualTime(seed).random();
    List<String> roles = List.of("r", "s", "s/t", "u");
    Quota owed = quota("cpus:" + random.nextInt(1, 8), Map.of("mem", 100_000L));
    Quota limited = quota("", Map.of("cpus", random.nextLong(8_000)));
    bench.tell(a -> a.updateQuotas(Map.of("r", owed, "s", limited)));
    for (int i = 0; i < 6; i++) {
      bench.framework("f" + i, roles.get(random.nextInt(3)), "u");
    }
    Resources total = resources("cpus:8;mem:256;cpus(s):1").plus(Given.revocable("cpus:1"));
    bench.agent("a", total, Map.of());
    bench.offers().forEach(bench::recover);
    for (int i = 0; i < 60; i++) {
      Set<String> expected = withoutObstacle(bench, roles);
      bench.rounds(1);
      List<Offer> made = bench.offers();
      assertThat(made.isEmpty()).as("expected were %s", expected).isEqualTo(expected.isEmpty());
      for (Offer offer : made) {
        if (offer.equals(made.get(0))) {
          assertThat(expected).contains(offer.framework().getValue() + "@" + offer.role());
        }
        bench.decline(offer, random.nextInt(3) == 0 ? 1_000_000 : 0);
      }
    }
  }

  private static Set<String> withoutObstacle(AllocatorBench bench, List<String> roles) {
    Set<String> found = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      for (String role : roles) {
        if (!bench.obstacles(id("f" + i), role).containsKey(agentId("a"))) {
          found.add("f" + i + "@" + role);
        }
      }
    }
    return found;
  }
}
