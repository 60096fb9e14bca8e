package org.meseta.testkit.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.testkit.allocator.AllocatorBench.agentId;
import static org.meseta.testkit.allocator.AllocatorBench.id;
import static org.meseta.testkit.allocator.Given.resources;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.Quota;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;

/**
 * What a pause is for. A master pauses its allocator while it does several things at once, as an
 * ACCEPT does; and, if some role has a quota, after a failover, until most of the agents that its
 * predecessor knew are back or their time is up.
 */
public interface PauseRules extends OnBench {

  /** The master has failed over: quotas are known, agents and frameworks come one by one. */
  private AllocatorBench failedOver(Map<String, Quota> quotas) {
    AllocatorBench bench = bench();
    bench.tell(Allocator::pause);
    bench.tell(allocator -> allocator.updateQuotas(quotas));
    return bench;
  }

  private static Quota cpus(String guarantee, long limitMilli) {
    return new Quota(
        ResourceQuantities.parse(guarantee), ResourceLimits.ofMilli(Map.of("cpus", limitMilli)));
  }

  @Test
  default void offersNothingAfterAFailoverHoweverLongAgentsAreAwaited() {
    AllocatorBench bench = failedOver(Map.of("r", cpus("cpus:1", 4000)));
    bench.framework("f", "r");
    for (int i = 0; i < 5; i++) {
      bench.agent("a" + i, "cpus:1");
      bench.rounds(60);
    }
    // Whatever would be a reason for an offer.
    List<Consumer<Allocator>> reasons =
        List.of(
            a -> a.reviveOffers(id("f"), Set.of("r")),
            a -> a.deactivateFramework(id("f")),
            a -> a.activateFramework(id("f")),
            a -> a.updateWhitelist(Optional.empty()),
            a -> a.updateAvailable(agentId("a0"), resources("cpus:1"), resources("cpus(r):1")));
    for (Consumer<Allocator> reason : reasons) {
      bench.tell(reason);
      bench.rounds(1);
      assertThat(bench.offers()).isEmpty();
    }
    bench.tell(Allocator::resume);
    bench.rounds(1);
    assertThat(bench.offers()).isNotEmpty();
  }

  @Test
  default void whatReturnsAfterAFailoverCountsForQuotasBeforeAnythingIsOffered() {
    needs(Ability.QUOTA);
    AllocatorBench bench = failedOver(Map.of("limited", cpus("cpus:2", 2000)));
    bench.framework("f", "limited");
    bench.framework("g", "other");
    bench.agent("empty", "cpus:4");
    bench.rounds(2);
    // The agent on which the role has had its quota all the time is back last.
    bench.agent(
        "full", resources("cpus:2"), Map.of(id("f"), resources("cpus:2").allocatedTo("limited")));
    bench.tell(Allocator::resume);
    bench.rounds(1);
    assertThat(bench.offer()).hasToString("g@other empty cpus:4");
  }

  @Test
  default void theFirstRunAfterAPauseIsOverAllThatCame() {
    AllocatorBench bench = failedOver(Map.of());
    bench.framework("f", "r");
    Set<Object> agents = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      agents.add(bench.agent("a" + i, "cpus:1"));
    }
    bench.tell(Allocator::resume);
    bench.rounds(1);
    assertThat(bench.calls()).hasSize(1);
    assertThat(bench.offers()).extracting(o -> (Object) o.agent()).hasSameElementsAs(agents);
  }

  @Test
  default void noOfferSlipsBetweenWhatIsDoneInAPause() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    Offer offer = bench.offer();
    bench.tell(Allocator::pause);
    // Half of it was reserved, and comes back without a filter; the rest is declined.
    bench.tell(
        allocator ->
            allocator.updateAllocation(
                id("f"),
                agentId("a"),
                resources("cpus:2").allocatedTo("r"),
                resources("cpus(r):2").allocatedTo("r")));
    bench.recover(offer, resources("cpus(r):2").allocatedTo("r"), Optional.empty());
    bench.rounds(1);
    bench.recover(
        offer, resources("cpus:2").allocatedTo("r"), Optional.of(AllocatorBench.filters(0)));
    bench.rounds(1);
    assertThat(bench.offers()).isEmpty();
    bench.tell(Allocator::resume);
    bench.rounds(1);
    assertThat(bench.offer().resources().unallocated()).isEqualTo(resources("cpus(r):2;cpus:2"));
  }

  @Test
  default void whatIsDeclinedInAPauseIsNotOfferedAfterIt() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    Offer offer = bench.offer();
    bench.tell(Allocator::pause);
    bench.decline(offer, 100);
    bench.tell(Allocator::resume);
    bench.rounds(3);
    assertThat(bench.offers()).isEmpty();
  }
}
