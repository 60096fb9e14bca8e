package org.meseta.testkit.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.testkit.allocator.Given.resources;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.Resource;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/** Who comes first: weighted dominant resource fairness. */
public interface FairnessRules extends OnBench {

  /** Counts the tasks that frameworks can launch when each always takes one task of an offer. */
  private static Map<String, Integer> tasks(
      AllocatorBench bench, Map<String, Resources> demands, int rounds) {
    Map<String, Integer> launched = new HashMap<>();
    for (int i = 0; i < rounds; i++) {
      bench.rounds(1);
      for (Offer offer : bench.offers()) {
        String framework = offer.framework().getValue();
        Resources demand = demands.getOrDefault(framework, Resources.empty());
        Resources task = demand.allocatedTo(offer.role());
        if (offer.resources().contains(task)) {
          launched.merge(framework, 1, Integer::sum);
          bench.recover(offer, offer.resources().minus(task), Optional.empty());
        } else {
          bench.decline(offer, 3600);
        }
      }
    }
    return launched;
  }

  @Test
  default void givesTheTasksOfThePublishedExample() {
    needs(Ability.FAIRNESS);
    AllocatorBench bench = bench(Given.minAllocatable(""));
    bench.tell(a -> a.pause());
    bench.framework("a", "r");
    bench.framework("b", "r");
    bench.agent("agent", "cpus:9;mem:18");
    bench.tell(a -> a.resume());
    Map<String, Resources> demands =
        Map.of("a", resources("cpus:1;mem:4"), "b", resources("cpus:3;mem:1"));
    assertThat(tasks(bench, demands, 10)).isEqualTo(Map.of("a", 3, "b", 2));
  }

  @Test
  default void givesTheTasksOfTheExampleByWeight() {
    needs(Ability.FAIRNESS);
    AllocatorBench bench = bench(Given.weights(Map.of("heavy", 2.0)));
    bench.tell(a -> a.pause());
    bench.framework("a", "light");
    bench.framework("b", "heavy");
    bench.agent("agent", "cpus:90;mem:180");
    bench.tell(a -> a.resume());
    Map<String, Resources> demands =
        Map.of("a", resources("cpus:1;mem:4"), "b", resources("cpus:3;mem:1"));
    assertThat(tasks(bench, demands, 60)).isEqualTo(Map.of("a", 18, "b", 24));
  }

  @Test
  default void givesTheTasksOfTheExampleByWeightRoleAndQuota() {
    needs(Ability.FAIRNESS);
    needs(Ability.QUOTA);
    AllocatorBench bench = bench(Given.weights(Map.of("eng/a", 2.0)));
    ResourceQuantities nine = ResourceQuantities.parse("cpus:9");
    Quota quota = new Quota(nine, ResourceLimits.ofMilli(Map.of("cpus", 9000L)));
    bench.tell(a -> a.updateQuotas(Map.of("ops", quota)));
    bench.tell(a -> a.pause());
    bench.framework("a", "eng/a");
    bench.framework("b", "eng/b");
    bench.framework("c", "ops");
    bench.agent("agent", "cpus:90;mem:360");
    bench.tell(a -> a.resume());
    Map<String, Resources> demands =
        Map.of(
            "a", resources("cpus:1;mem:4"),
            "b", resources("cpus:3;mem:1"),
            "c", resources("cpus:1;mem:1"));
    // Of 81 cpus that the quota leaves, a has 54: its share is 0.6, by its weight 0.3 as b's.
    assertThat(tasks(bench, demands, 100)).isEqualTo(Map.of("a", 54, "b", 9, "c", 9));
  }

  /** How many equal agents each framework in its role is offered; all arrive at once. */
  private static Map<String, Long> dealt(
      AllocatorBench bench, int agents, Map<String, String> roles) {
    bench.tell(a -> a.pause());
    roles.forEach((framework, role) -> bench.framework(framework, role));
    for (int i = 0; i < agents; i++) {
      bench.agent("agent" + i, "cpus:1;mem:64");
    }
    bench.tell(a -> a.resume());
    bench.rounds(1);
    return counted(bench.offers());
  }

  private static Map<String, Long> counted(List<Offer> offers) {
    return offers.stream()
        .collect(Collectors.groupingBy(o -> o.framework().getValue(), Collectors.counting()));
  }

  @Test
  default void frameworksOfOneRoleGetEqualShares() {
    needs(Ability.FAIRNESS);
    assertThat(dealt(bench(), 6, Map.of("a", "r", "b", "r", "c", "r")))
        .isEqualTo(Map.of("a", 2L, "b", 2L, "c", 2L));
  }

  @Test
  default void rolesShareFirstAndThenTheirFrameworks() {
    needs(Ability.FAIRNESS);
    assertThat(dealt(bench(), 8, Map.of("a", "r", "b", "s", "c", "s")))
        .isEqualTo(Map.of("a", 4L, "b", 2L, "c", 2L));
  }

  @Test
  default void aRoleGetsByItsWeight() {
    needs(Ability.FAIRNESS);
    AllocatorBench bench = bench(Given.weights(Map.of("r", 2.0)));
    assertThat(dealt(bench, 9, Map.of("a", "r", "b", "s"))).isEqualTo(Map.of("a", 6L, "b", 3L));
  }

  @Test
  default void aNewWeightCountsFromThenOn() {
    needs(Ability.FAIRNESS);
    AllocatorBench bench = bench();
    bench.tell(a -> a.updateWeights(Map.of("r", 3.0)));
    assertThat(dealt(bench, 8, Map.of("a", "r", "b", "s"))).isEqualTo(Map.of("a", 6L, "b", 2L));
    bench.tell(a -> a.updateWeights(Map.of("r", 1.0)));
    for (int i = 0; i < 4; i++) {
      bench.agent("later" + i, "cpus:1;mem:64");
    }
    assertThat(counted(bench.offers())).isEqualTo(Map.of("b", 4L));
  }

  @Test
  default void rolesBelowOneRoleShareWhatItGets() {
    needs(Ability.FAIRNESS);
    assertThat(dealt(bench(), 8, Map.of("a", "eng/x", "b", "eng/y", "c", "ops")))
        .isEqualTo(Map.of("a", 2L, "b", 2L, "c", 4L));
  }

  @Test
  default void aRolesOwnFrameworksCompeteWithRolesBelow() {
    needs(Ability.FAIRNESS);
    assertThat(dealt(bench(), 8, Map.of("a", "eng", "b", "eng", "c", "eng/x")))
        .isEqualTo(Map.of("a", 2L, "b", 2L, "c", 4L));
  }

  @Test
  default void equalSharesGoByNumberOfOffersAndThenByName() {
    needs(Ability.FAIRNESS);
    AllocatorBench bench = bench();
    bench.tell(a -> a.pause());
    bench.framework("b", "r");
    bench.framework("a", "r");
    bench.agent("agent", "cpus:1");
    bench.tell(a -> a.resume());
    StringBuilder order = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      bench.rounds(1);
      Offer offer = bench.offer();
      order.append(offer.framework().getValue());
      bench.recover(offer);
    }
    assertThat(order).hasToString("ababab");
  }

  @Test
  default void excludedResourcesCountInNobodysShare() {
    needs(Ability.FAIRNESS);
    AllocatorBench bench = bench(Given.excluded("gpus"));
    bench.framework("a", "r");
    bench.agent("x", "cpus:1;gpus:8");
    assertThat(bench.offer().framework().getValue()).isEqualTo("a");
    bench.tell(a -> a.suppressOffers(AllocatorBench.id("a"), Set.of("r")));
    bench.framework("b", "r");
    bench.agent("y", "cpus:2");
    assertThat(bench.offer().framework().getValue()).isEqualTo("b");
    bench.tell(a -> a.reviveOffers(AllocatorBench.id("a"), Set.of("r")));
    bench.agent("z", "cpus:1");
    assertThat(bench.offer().framework().getValue()).isEqualTo("a");
  }

  @Test
  default void onlyAmountsCountInShares() {
    needs(Ability.FAIRNESS);
    AllocatorBench bench = bench(Given.minAllocatable(""));
    bench.framework("a", "r");
    bench.agent("x", "cpus:1;ports:[1-100]");
    assertThat(bench.offer().framework().getValue()).isEqualTo("a");
    bench.tell(a -> a.suppressOffers(AllocatorBench.id("a"), Set.of("r")));
    bench.framework("b", "r");
    bench.agent("y", "cpus:2");
    assertThat(bench.offer().framework().getValue()).isEqualTo("b");
    bench.tell(a -> a.reviveOffers(AllocatorBench.id("a"), Set.of("r")));
    // Who has all ports has less than who has two of three CPUs.
    bench.agent("z", "cpus:1");
    assertThat(bench.offer().framework().getValue()).isEqualTo("a");
  }

  @Test
  default void whatIsUsedAlreadyCounts() {
    needs(Ability.FAIRNESS);
    AllocatorBench bench = bench();
    bench.tell(a -> a.pause());
    bench.framework("a", "r");
    bench.agent(
        "used",
        resources("cpus:2"),
        Map.of(AllocatorBench.id("a"), resources("cpus:2").allocatedTo("r")));
    bench.framework("b", "r");
    bench.agent("x", "cpus:1");
    bench.agent("y", "cpus:1");
    bench.tell(a -> a.resume());
    bench.rounds(1);
    assertThat(counted(bench.offers())).isEqualTo(Map.of("b", 2L));
  }

  @Test
  default void whatIsRecoveredCountsNoMore() {
    needs(Ability.FAIRNESS);
    AllocatorBench bench = bench();
    bench.framework("a", "r");
    bench.agent("x", "cpus:4");
    Offer large = bench.offer();
    bench.framework("b", "r");
    bench.agent("y", "cpus:1");
    assertThat(bench.offer().framework().getValue()).isEqualTo("b");
    bench.recover(large, resources("cpus:4").allocatedTo("r"), Optional.empty());
    bench.tell(a -> a.deactivateAgent(large.agent()));
    bench.agent("z", "cpus:1");
    assertThat(bench.offer().framework().getValue()).isEqualTo("a");
  }

  @Test
  default void whatCanBeRevokedCountsInShares() {
    needs(Ability.FAIRNESS);
    AllocatorBench bench = bench();
    FrameworkInfo.Builder taker = Given.multiRole("r");
    taker.addCapabilities(Given.capability(Capability.Type.REVOCABLE_RESOURCES));
    bench.framework("a", taker.build());
    bench.agent("x", resources("cpus:1").plus(Given.revocable("cpus:1")), Map.of());
    assertThat(bench.offer().framework().getValue()).isEqualTo("a");
    bench.framework("b", "r");
    bench.agent("y", "cpus:1");
    assertThat(bench.offer().framework().getValue()).isEqualTo("b");
    bench.agent("z", "cpus:1");
    assertThat(bench.offer().framework().getValue()).isEqualTo("b");
  }

  @Test
  default void sharedVolumesCountOnceInShares() {
    needs(Ability.FAIRNESS);
    AllocatorBench bench = bench();
    Resource.Builder volume = resources("disk(r):10").toList().get(0).toBuilder();
    volume.setShared(Resource.SharedInfo.getDefaultInstance());
    volume.getDiskBuilder().getPersistenceBuilder().setId("v");
    Resources shared = Resources.of(Set.of(volume.build()));
    Resources other = resources("disk:15");
    bench.agent(
        "used",
        shared.plus(other),
        Map.of(
            AllocatorBench.id("b"), shared.plus(shared).allocatedTo("r"),
            AllocatorBench.id("a"), other.allocatedTo("r")));
    bench.framework("a", "r");
    bench.framework("b", "r");
    bench.agent("x", "cpus:1");
    assertThat(bench.offer().framework().getValue()).isEqualTo("b");
  }

  @Test
  default void sharesOfFrameworksAreThoseOfTheWholeCluster() {
    needs(Ability.FAIRNESS);
    AllocatorBench bench = bench();
    bench.agent(
        "used",
        resources("cpus:30;mem:200"),
        Map.of(
            AllocatorBench.id("a"), resources("mem:40").allocatedTo("r"),
            AllocatorBench.id("b"), resources("cpus:3").allocatedTo("r"),
            AllocatorBench.id("c"), resources("cpus:27;mem:160").allocatedTo("s")));
    bench.framework("a", "r");
    bench.framework("b", "r");
    bench.agent("x", "cpus:1");
    assertThat(bench.offer().framework().getValue()).isEqualTo("b");
  }

  @Test
  default void passesOverAgentsInAnOrderByChance() {
    needs(Ability.FAIRNESS);
    AllocatorBench bench = bench();
    bench.tell(a -> a.pause());
    bench.framework("f", "r");
    for (int i = 0; i < 20; i++) {
      bench.agent("agent" + i, "cpus:1");
    }
    bench.tell(a -> a.resume());
    Set<List<AgentID>> orders = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      bench.rounds(1);
      List<Offer> offers = bench.offers();
      orders.add(offers.stream().map(Offer::agent).toList());
      offers.forEach(bench::recover);
    }
    assertThat(orders).hasSize(3).allSatisfy(order -> assertThat(order).hasSize(20));
  }
}
