package org.meseta.testkit.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.testkit.allocator.AllocatorBench.agentId;
import static org.meseta.testkit.allocator.AllocatorBench.filters;
import static org.meseta.testkit.allocator.AllocatorBench.id;
import static org.meseta.testkit.allocator.Given.resources;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.protocol.v1.Filters;

/** What a framework that declines is not offered, and for how long. */
public interface FilterRules extends OnBench {

  private AllocatorBench declined(double seconds) {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    bench.decline(bench.offer(), seconds);
    return bench;
  }

  private static void assertFilteredFor(AllocatorBench bench, int rounds) {
    bench.rounds(rounds);
    assertThat(bench.offers()).isEmpty();
    bench.rounds(1);
    assertThat(bench.offers()).hasSize(1);
  }

  @Test
  default void doesNotOfferAgainBeforeTheFilterEnds() {
    assertFilteredFor(declined(10), 10);
  }

  @Test
  default void zeroSecondsSetNoFilter() {
    assertFilteredFor(declined(0), 0);
  }

  @Test
  default void filtersLastFiveSecondsUnlessTheySay() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    Offer offer = bench.offer();
    bench.recover(offer, offer.resources(), Optional.of(Filters.getDefaultInstance()));
    assertFilteredFor(bench, 5);
  }

  @Test
  default void filtersThatMakeNoSenseLastFiveSeconds() {
    needs(Ability.EXACT_FILTERS);
    assertFilteredFor(declined(-1), 5);
    assertFilteredFor(declined(Double.NaN), 5);
    assertFilteredFor(declined(1e300), 5);
  }

  @Test
  default void noFilterLastsLongerThanAYear() {
    needs(Ability.EXACT_FILTERS);
    AllocatorBench bench = bench(Given.interval(Duration.ofDays(1)));
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    bench.decline(bench.offer(), 10_000 * 86_400.0);
    assertFilteredFor(bench, 365);
  }

  @Test
  default void aFilterOutlastsTheNextRoundHoweverShort() {
    needs(Ability.EXACT_FILTERS);
    assertFilteredFor(declined(0.001), 1);
  }

  @Test
  default void aFilterLastsAtLeastAnAllocationInterval() {
    needs(Ability.EXACT_FILTERS);
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    Offer offer = bench.offer();
    bench.advance(Duration.ofMillis(900));
    bench.decline(offer, 0.1);
    bench.advance(Duration.ofMillis(600));
    bench.tell(
        allocator ->
            allocator.addFramework(
                id("g"),
                Given.multiRole("r").build(),
                Map.of(),
                true,
                FrameworkOptions.suppressing(Set.of("r"))));
    assertThat(bench.offers()).isEmpty();
    bench.advance(Duration.ofMillis(500));
    assertThat(bench.offers()).hasSize(1);
  }

  @Test
  default void moreThanWasRefusedBreaksThrough() {
    needs(Ability.EXACT_FILTERS);
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    Offer offer = bench.offer();
    bench.recover(offer, resources("cpus:1").allocatedTo("r"), Optional.of(filters(100)));
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
    bench.recover(offer, resources("cpus:1").allocatedTo("r"), Optional.empty());
    bench.rounds(1);
    assertThat(bench.offer()).hasToString("f@r a cpus:2");
  }

  @Test
  default void lessThanWasRefusedStaysFiltered() {
    AllocatorBench bench = declined(100);
    bench.framework("g", "r");
    Offer offer = bench.offer();
    bench.tell(allocator -> allocator.suppressOffers(id("g"), Set.of("r")));
    bench.recover(offer, resources("cpus:1").allocatedTo("r"), Optional.empty());
    bench.rounds(3);
    assertThat(bench.offers()).isEmpty();
  }

  @Test
  default void othersAreOfferedWhatOneRefused() {
    AllocatorBench bench = declined(100);
    bench.framework("g", "r");
    assertThat(bench.offer()).hasToString("g@r a cpus:4");
  }

  @Test
  default void aFilterOfOneRoleDoesNotHoldForAnother() {
    AllocatorBench bench = bench();
    bench.framework("f", "r", "s");
    bench.agent("a", "cpus:4");
    Offer first = bench.offer();
    bench.decline(first, 100);
    bench.rounds(1);
    Offer second = bench.offer();
    assertThat(second.role()).isNotEqualTo(first.role());
    bench.decline(second, 100);
    bench.rounds(3);
    assertThat(bench.offers()).isEmpty();
  }

  @Test
  default void aFilterOfOneAgentDoesNotHoldForAnother() {
    AllocatorBench bench = declined(100);
    bench.agent("b", "cpus:4");
    assertThat(bench.offer()).hasToString("f@r b cpus:4");
  }

  @Test
  default void whatIsGivenBackWithoutAFilterIsOfferedAgain() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    bench.recover(bench.offer());
    bench.rounds(1);
    assertThat(bench.offer()).hasToString("f@r a cpus:4");
  }

  @Test
  default void reviveDropsFiltersAndOffersAtOnce() {
    AllocatorBench bench = declined(100);
    bench.tell(allocator -> allocator.reviveOffers(id("f"), Set.of("r")));
    assertThat(bench.offers()).hasSize(1);
  }

  @Test
  default void reviveOfOneRoleLeavesFiltersOfAnother() {
    AllocatorBench bench = bench();
    bench.framework("f", "r", "s");
    bench.agent("a", "cpus:4");
    bench.decline(bench.offer(), 100);
    bench.rounds(1);
    bench.decline(bench.offer(), 100);
    bench.tell(allocator -> allocator.reviveOffers(id("f"), Set.of("s")));
    assertThat(bench.offer().role()).isEqualTo("s");
  }

  @Test
  default void suppressingKeepsFilters() {
    AllocatorBench bench = declined(100);
    bench.tell(allocator -> allocator.suppressOffers(id("f"), Set.of("r")));
    bench.tell(
        allocator ->
            allocator.updateFramework(
                id("f"), Given.multiRole("r").build(), FrameworkOptions.NONE));
    bench.rounds(3);
    assertThat(bench.offers()).isEmpty();
  }

  @Test
  default void aChangedAgentIsOfferedAnew() {
    AllocatorBench bench = declined(100);
    bench.tell(
        allocator ->
            allocator.updateAgent(
                agentId("a"), Given.agentInfo("a"), Given.abilities(), resources("cpus:4")));
    assertThat(bench.offers()).hasSize(1);
  }

  @Test
  default void aRoleThatIsGivenUpAndTakenAgainHasNoFilters() {
    AllocatorBench bench = declined(100);
    bench.tell(
        a ->
            a.updateFramework(
                id("f"), Given.multiRole("s").build(), FrameworkOptions.suppressing(Set.of("s"))));
    bench.tell(
        a -> a.updateFramework(id("f"), Given.multiRole("r").build(), FrameworkOptions.NONE));
    assertThat(bench.offer()).hasToString("f@r a cpus:4");
  }

  @Test
  default void aFrameworkThatWasAwayHasNoFilters() {
    AllocatorBench bench = declined(100);
    bench.tell(allocator -> allocator.deactivateFramework(id("f")));
    bench.tell(allocator -> allocator.activateFramework(id("f")));
    assertThat(bench.offers()).hasSize(1);
  }

  @Test
  default void ofTwoFiltersEachHoldsForItsOwnTime() {
    needs(Ability.EXACT_FILTERS);
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4;mem:64");
    Offer offer = bench.offer();
    bench.recover(offer, resources("cpus:4").allocatedTo("r"), Optional.of(filters(20)));
    bench.rounds(2);
    bench.recover(offer, resources("mem:64").allocatedTo("r"), Optional.of(filters(5)));
    bench.rounds(1);
    Offer both = bench.offer();
    assertThat(both).hasToString("f@r a cpus:4;mem:64");
    bench.recover(both, resources("cpus:4").allocatedTo("r"), Optional.empty());
    bench.rounds(16);
    assertThat(bench.offers()).isEmpty();
    bench.rounds(2);
    assertThat(bench.offers()).hasSize(1);
  }

  @Test
  default void aRunWhileAFilterHoldsDoesNotMakeItLast() {
    AllocatorBench bench = declined(3);
    bench.tell(Allocator::pause);
    bench.tell(Allocator::resume);
    bench.agent("b", "cpus:1");
    assertThat(bench.offer()).hasToString("f@r b cpus:1");
    assertFilteredFor(bench, 3);
  }

  @Test
  default void keepsToFiltersOfItsPredecessor() {
    AllocatorBench bench = bench();
    bench.tell(Allocator::pause);
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    bench.tell(
        a -> a.addFilter(id("f"), agentId("a"), resources("cpus:4").allocatedTo("r"), filters(10)));
    bench.tell(Allocator::resume);
    assertFilteredFor(bench, 10);
  }
}
