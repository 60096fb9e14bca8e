package org.meseta.testkit.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.testkit.allocator.AllocatorBench.id;
import static org.meseta.testkit.allocator.Given.resources;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.Resource;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/** What roles are owed, and what they may have at most. */
public interface QuotaRules extends OnBench {

  /** A new allocator with quotas, for which anything is worth an offer. */
  private AllocatorBench quotaBench() {
    needs(Ability.QUOTA);
    return bench(Given.minAllocatable(""));
  }

  /**
   * @param guarantees as in {@code cpus:1;mem:5}
   * @param limits as in {@code cpus:1;mem:0}
   */
  private static Quota quota(String guarantees, String limits) {
    return new Quota(ResourceQuantities.parse(guarantees), ResourceLimits.parse(limits));
  }

  private static void set(AllocatorBench bench, String role, String guarantees, String limits) {
    bench.tell(a -> a.updateQuotas(Map.of(role, quota(guarantees, limits))));
  }

  /** Tells several things at once. */
  private static void atOnce(AllocatorBench bench, Runnable news) {
    bench.tell(Allocator::pause);
    news.run();
    bench.tell(Allocator::resume);
    bench.rounds(1);
  }

  private static FrameworkInfo with(String role, Capability.Type ability) {
    return Given.multiRole(role).addCapabilities(Given.capability(ability)).build();
  }

  private static List<String> texts(List<Offer> offers) {
    return offers.stream().map(Offer::toString).sorted().toList();
  }

  private static double cpus(List<Offer> offers) {
    return offers.stream().mapToDouble(o -> o.resources().scalar("cpus").orElse(0.0)).sum();
  }

  @Test
  default void aRoleIsOfferedNoMoreThanItsLimit() {
    AllocatorBench bench = quotaBench();
    set(bench, "r", "", "cpus:3");
    bench.framework("f", "r");
    bench.agent("a", "cpus:4;mem:100");
    assertThat(bench.offer()).hasToString("f@r a cpus:3;mem:100");
    bench.agent("b", "cpus:4;mem:100");
    assertThat(bench.offer()).hasToString("f@r b mem:100");
  }

  @Test
  default void whatIsNotWorthAnOfferWithinTheLimitIsNotOffered() {
    needs(Ability.QUOTA);
    AllocatorBench bench = bench();
    set(bench, "r", "", "cpus:0;mem:31");
    bench.framework("f", "r");
    bench.agent("a", "cpus:4;mem:100;ports:[1-9]");
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
  }

  @Test
  default void aLimitOfZeroAllowsNothing() {
    AllocatorBench bench = quotaBench();
    set(bench, "r", "", "gpus:0");
    bench.framework("f", with("r", Capability.Type.GPU_RESOURCES));
    bench.agent("a", "cpus:1;gpus:2");
    assertThat(bench.offer()).hasToString("f@r a cpus:1");
  }

  @Test
  default void whatIsLeftByALimitIsForOthers() {
    AllocatorBench bench = quotaBench();
    set(bench, "r", "", "cpus:1");
    atOnce(
        bench,
        () -> {
          bench.framework("f", "r");
          bench.framework("g", "s");
          bench.agent("a", "cpus:4");
        });
    bench.rounds(1);
    assertThat(texts(bench.offers()))
        .isIn(List.of("f@r a cpus:1", "g@s a cpus:3"), List.of("g@s a cpus:4"));
  }

  @Test
  default void limitsDoNotConcernWhatIsNoScalar() {
    AllocatorBench bench = quotaBench();
    set(bench, "r", "", "cpus:1;ports:0");
    bench.framework("f", "r");
    bench.agent("a", "cpus:2;ports:[1-9]");
    assertThat(bench.offer()).hasToString("f@r a cpus:1;ports:[1-9]");
  }

  @Test
  default void limitsDoNotConcernWhatCanBeRevoked() {
    AllocatorBench bench = quotaBench();
    set(bench, "r", "", "cpus:1");
    bench.framework("f", with("r", Capability.Type.REVOCABLE_RESOURCES));
    bench.agent("a", resources("cpus:1").plus(Given.revocable("cpus:8")), Map.of());
    assertThat(bench.offer().resources().unallocated())
        .isEqualTo(resources("cpus:1").plus(Given.revocable("cpus:8")));
    bench.agent("b", "cpus:1");
    assertThat(bench.offers()).isEmpty();
  }

  @Test
  default void whatIsReservedIsOfferedWhateverTheLimit() {
    AllocatorBench bench = quotaBench();
    set(bench, "r", "", "cpus:1");
    bench.framework("f", "r");
    bench.agent("a", "cpus(r):4;cpus:4");
    assertThat(bench.offer()).hasToString("f@r a cpus(r):4");
  }

  @Test
  default void whatIsReservedCountsForTheLimitThoughNobodyHoldsIt() {
    AllocatorBench bench = quotaBench();
    set(bench, "r", "", "cpus:3");
    AgentID away = bench.agent("away", "cpus(r):2");
    bench.tell(a -> a.deactivateAgent(away));
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    assertThat(bench.offer()).hasToString("f@r a cpus:1");
    bench.tell(a -> a.updateAvailable(away, resources("cpus(r):2"), resources("cpus:2")));
    bench.rounds(1);
    assertThat(bench.offer()).hasToString("f@r a cpus:2");
  }

  @Test
  default void rolesBelowCountForALimit() {
    AllocatorBench bench = quotaBench();
    set(bench, "eng", "", "cpus:3");
    bench.framework("f", "eng/web");
    bench.agent("a", "cpus:2");
    assertThat(bench.offer()).hasToString("f@eng/web a cpus:2");
    bench.framework("g", "eng");
    bench.agent("b", "cpus:2");
    assertThat(texts(bench.offers()))
        .isIn(List.of("g@eng b cpus:1"), List.of("f@eng/web b cpus:1"));
    bench.agent("c", "cpus(eng/db):1;cpus:2");
    bench.rounds(1);
    assertThat(bench.offers()).isEmpty();
  }

  @Test
  default void aRoleThatOnlyLooksLikeOneBelowHasNoLimit() {
    AllocatorBench bench = quotaBench();
    set(bench, "eng", "", "cpus:0");
    bench.framework("f", "engineering");
    bench.agent("a", "cpus:2");
    assertThat(bench.offer()).hasToString("f@engineering a cpus:2");
  }

  @Test
  default void whatComesBackIsNoMoreConsumed() {
    AllocatorBench bench = quotaBench();
    set(bench, "r", "", "cpus:2");
    bench.framework("f", "r");
    bench.agent("a", "cpus:2");
    Offer first = bench.offer();
    AgentID other = bench.agent("b", "cpus:2");
    assertThat(bench.offers()).isEmpty();
    bench.tell(a -> a.deactivateAgent(first.agent()));
    bench.recover(first, resources("cpus:0.5").allocatedTo("r"), Optional.empty());
    bench.rounds(1);
    assertThat(bench.offer()).hasToString("f@r b cpus:0.5");
    assertThat(other).isNotEqualTo(first.agent());
  }

  @Test
  default void whatGoesWithAnAgentIsNoMoreConsumed() {
    AllocatorBench bench = quotaBench();
    set(bench, "r", "", "cpus:2");
    bench.framework("f", "r");
    bench.agent("a", "cpus:1;cpus(r):1");
    Offer first = bench.offer();
    bench.agent("b", "cpus:2");
    assertThat(bench.offers()).isEmpty();
    bench.tell(a -> a.removeAgent(first.agent()));
    bench.rounds(1);
    assertThat(bench.offer()).hasToString("f@r b cpus:2");
  }

  @Test
  default void reservingWhatIsHeldConsumesNothingMore() {
    AllocatorBench bench = quotaBench();
    set(bench, "r", "", "cpus:3");
    bench.framework("f", "r");
    bench.agent("a", "cpus:2");
    Offer offer = bench.offer();
    Resources before = resources("cpus:2").allocatedTo("r");
    Resources after = resources("cpus(r):2").allocatedTo("r");
    bench.tell(a -> a.updateAllocation(offer.framework(), offer.agent(), before, after));
    bench.agent("b", "cpus:2");
    assertThat(bench.offer()).hasToString("f@r b cpus:1");
  }

  @Test
  default void whatIsHeldByAFrameworkThatIsNotKnownYetIsConsumed() {
    AllocatorBench bench = quotaBench();
    set(bench, "r", "", "cpus:3");
    bench.agent(
        "a", resources("cpus:2"), Map.of(id("other"), resources("cpus:2").allocatedTo("r")));
    bench.framework("f", "r");
    bench.agent("b", "cpus:2");
    assertThat(bench.offer()).hasToString("f@r b cpus:1");
  }

  @Test
  default void aNewLimitCountsWhatIsHeldAlready() {
    AllocatorBench bench = quotaBench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:2;cpus(r):1");
    assertThat(bench.offers()).hasSize(1);
    set(bench, "r", "", "cpus:4");
    bench.agent("b", "cpus:2");
    assertThat(bench.offer()).hasToString("f@r b cpus:1");
  }

  @Test
  default void aLimitBelowWhatIsHeldTakesNothingAway() {
    AllocatorBench bench = quotaBench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    Offer offer = bench.offer();
    set(bench, "r", "", "cpus:1");
    bench.agent("b", "cpus:4");
    assertThat(bench.offers()).isEmpty();
    bench.recover(offer, resources("cpus:3.5").allocatedTo("r"), Optional.empty());
    bench.rounds(1);
    assertThat(bench.offers().stream().map(o -> o.resources().scalar("cpus").orElseThrow()))
        .containsExactly(0.5);
  }

  @Test
  default void aHigherLimitIsUsedAtOnce() {
    AllocatorBench bench = quotaBench();
    set(bench, "r", "", "cpus:1");
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    assertThat(bench.offer()).hasToString("f@r a cpus:1");
    set(bench, "r", "", "cpus:2");
    assertThat(bench.offer()).hasToString("f@r a cpus:1");
    bench.tell(a -> a.updateQuotas(Map.of("r", Quota.NONE)));
    assertThat(bench.offer()).hasToString("f@r a cpus:2");
  }

  @Test
  default void aRoleThatIsNotNamedKeepsItsQuota() {
    AllocatorBench bench = quotaBench();
    set(bench, "r", "", "cpus:1");
    set(bench, "s", "", "cpus:2");
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    assertThat(bench.offer()).hasToString("f@r a cpus:1");
  }

  @Test
  default void whatCannotBeDividedIsLeftOutIfItIsTooLarge() {
    AllocatorBench bench = quotaBench();
    set(bench, "r", "", "disk:15");
    bench.framework("f", "r");
    bench.agent("a", resources("cpus:1").plus(mounted(10)).plus(mounted(10)), Map.of());
    assertThat(bench.offer().resources().unallocated())
        .isEqualTo(resources("cpus:1").plus(mounted(10)));
  }

  private static Resources mounted(int megabytes) {
    Resource.Builder disk = resources("disk:" + megabytes).toList().get(0).toBuilder();
    disk.getDiskBuilder().getSourceBuilder().setType(Resource.DiskInfo.Source.Type.MOUNT);
    return Resources.of(Set.of(disk.build()));
  }

  @Test
  default void aRoleGetsWhatItIsOwedBeforeOthersGetAnything() {
    AllocatorBench bench = quotaBench();
    set(bench, "owed", "cpus:4", "");
    atOnce(
        bench,
        () -> {
          bench.framework("f", "a");
          bench.framework("g", "owed");
          bench.agent("first", "cpus:2");
          bench.agent("second", "cpus:2");
        });
    assertThat(texts(bench.offers()))
        .containsExactly("g@owed first cpus:2", "g@owed second cpus:2");
  }

  @Test
  default void aRoleGetsNoMoreThanItIsOwedBeforeOthers() {
    AllocatorBench bench = quotaBench();
    set(bench, "owed", "cpus:1.5", "");
    atOnce(
        bench,
        () -> {
          bench.framework("f", "a");
          bench.framework("g", "owed");
          bench.agent("first", "cpus:4");
        });
    assertThat(texts(bench.offers()))
        .containsExactly("f@a first cpus:2.5", "g@owed first cpus:1.5");
  }

  @Test
  default void whatIsNotPartOfTheQuotaComesAlong() {
    AllocatorBench bench = quotaBench();
    set(bench, "owed", "cpus:1", "");
    atOnce(
        bench,
        () -> {
          bench.framework("g", "owed");
          bench.framework("f", "a");
          bench.agent("first", "cpus:1;mem:100;ports:[1-9]");
        });
    assertThat(texts(bench.offers())).containsExactly("g@owed first cpus:1;mem:100;ports:[1-9]");
  }

  @Test
  default void whatComesAlongLeavesOthersWhatTheyAreOwed() {
    AllocatorBench bench = quotaBench();
    bench.tell(
        a -> a.updateQuotas(Map.of("owed", quota("cpus:1", ""), "other", quota("mem:70", ""))));
    bench.framework("g", "owed");
    bench.agent("first", "cpus:1;mem:100");
    assertThat(bench.offer()).hasToString("g@owed first cpus:1;mem:30");
  }

  @Test
  default void othersAreNotOfferedWhatARoleIsOwed() {
    AllocatorBench bench = quotaBench();
    set(bench, "owed", "cpus:3", "");
    bench.framework("f", "r");
    bench.agent("a", "cpus:4;mem:100");
    assertThat(bench.offer()).hasToString("f@r a cpus:1;mem:100");
    bench.framework("g", "owed");
    assertThat(bench.offer()).hasToString("g@owed a cpus:3");
  }

  @Test
  default void nothingIsKeptForARoleThatHasWhatItIsOwed() {
    AllocatorBench bench = quotaBench();
    set(bench, "owed", "cpus:3", "");
    bench.agent("a", resources("cpus:4"), Map.of(id("g"), resources("cpus:3").allocatedTo("owed")));
    bench.framework("f", "r");
    assertThat(bench.offer()).hasToString("f@r a cpus:1");
    bench.recover(
        new Offer(
            id("g"), "owed", AllocatorBench.agentId("a"), resources("cpus:2").allocatedTo("owed")));
    bench.rounds(1);
    assertThat(bench.offers()).isEmpty();
  }

  @Test
  default void reservationsCountForWhatARoleIsOwed() {
    AllocatorBench bench = quotaBench();
    set(bench, "owed", "cpus:3", "");
    bench.agent("a", "cpus(owed/below):3;cpus:4");
    bench.framework("f", "r");
    assertThat(bench.offer()).hasToString("f@r a cpus:4");
  }

  @Test
  default void othersAreOfferedWhatIsReservedToThemWhateverIsOwed() {
    AllocatorBench bench = quotaBench();
    set(bench, "owed", "cpus:9", "");
    bench.framework("f", "r");
    bench.agent("a", "cpus(r):2;cpus:2");
    assertThat(bench.offer()).hasToString("f@r a cpus(r):2");
  }

  @Test
  default void whatCanBeRevokedIsNoHelpForWhatIsOwedAndNotKeptForIt() {
    AllocatorBench bench = quotaBench();
    set(bench, "owed", "cpus:2", "");
    bench.framework("f", with("r", Capability.Type.REVOCABLE_RESOURCES));
    bench.agent("a", resources("cpus:3").plus(Given.revocable("cpus:8")), Map.of());
    assertThat(bench.offer().resources().unallocated())
        .isEqualTo(resources("cpus:1").plus(Given.revocable("cpus:8")));
  }

  @Test
  default void agentsThatMayNotBeOfferedAreNoHelpForWhatIsOwed() {
    AllocatorBench bench = quotaBench();
    set(bench, "owed", "cpus:2", "");
    AgentID away = bench.agent("away", "cpus:8");
    bench.tell(a -> a.deactivateAgent(away));
    bench.framework("f", "r");
    bench.agent("a", "cpus:3");
    assertThat(bench.offer()).hasToString("f@r a cpus:1");
    bench.tell(a -> a.activateAgent(away));
    bench.rounds(1);
    assertThat(cpus(bench.offers())).isEqualTo(8);
  }

  @Test
  default void moreIsOfferedOnceLessIsOwed() {
    AllocatorBench bench = quotaBench();
    set(bench, "owed", "cpus:3", "");
    bench.framework("f", "r");
    bench.agent("a", "cpus:3");
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
    set(bench, "owed", "cpus:1", "");
    assertThat(bench.offer()).hasToString("f@r a cpus:2");
  }

  @Test
  default void moreThanWasRefusedUnderAQuotaBreaksThrough() {
    AllocatorBench bench = quotaBench();
    set(bench, "owed", "cpus:3", "");
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    bench.decline(bench.offer(), 3600);
    bench.rounds(3);
    assertThat(bench.offers()).isEmpty();
    bench.agent("b", "cpus:2");
    bench.rounds(1);
    assertThat(bench.offers()).isNotEmpty();
  }

  @Test
  default void whoWantsNoOffersIsStillKeptWhatHeIsOwed() {
    AllocatorBench bench = quotaBench();
    set(bench, "owed", "cpus:2", "");
    bench.framework("g", "owed");
    bench.tell(a -> a.suppressOffers(id("g"), Set.of("owed")));
    bench.framework("f", "r");
    bench.agent("a", "cpus:3");
    assertThat(bench.offer()).hasToString("f@r a cpus:1");
    bench.tell(a -> a.reviveOffers(id("g"), Set.of("owed")));
    assertThat(bench.offer()).hasToString("g@owed a cpus:2");
  }

  @Test
  default void frameworksOfARoleShareWhatItIsOwedInOrder() {
    AllocatorBench bench = quotaBench();
    set(bench, "owed", "cpus:2", "cpus:2");
    atOnce(
        bench,
        () -> {
          bench.framework("a", "owed");
          bench.framework("b", "owed");
          bench.agent("first", "cpus:1");
          bench.agent("second", "cpus:1");
        });
    assertThat(bench.offers())
        .extracting(o -> o.framework().getValue())
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  default void rolesAreServedByTheirSharesAmongThoseWhoAreOwed() {
    AllocatorBench bench = quotaBench();
    bench.tell(a -> a.updateQuotas(Map.of("r", quota("cpus:4", ""), "s", quota("cpus:4", ""))));
    atOnce(
        bench,
        () -> {
          bench.framework("f", "r");
          bench.framework("g", "s");
          for (int i = 0; i < 4; i++) {
            bench.agent("a" + i, "cpus:1");
          }
        });
    assertThat(bench.offers())
        .extracting(Offer::role)
        .containsExactlyInAnyOrder("r", "r", "s", "s");
  }

  @Test
  default void aLimitReachedInOneRunHoldsForTheWholeRun() {
    AllocatorBench bench = quotaBench();
    set(bench, "r", "cpus:2", "cpus:2.5");
    atOnce(
        bench,
        () -> {
          bench.framework("f", "r");
          bench.framework("g", "r");
          for (int i = 0; i < 4; i++) {
            bench.agent("a" + i, "cpus:1");
          }
        });
    bench.rounds(2);
    assertThat(cpus(bench.offers())).isEqualTo(2.5);
  }

  @Test
  default void whatIsTooLittleOfWhatIsOwedDoesNotKeepARoleFromItsShare() {
    needs(Ability.QUOTA);
    AllocatorBench bench = bench();
    set(bench, "owed", "cpus:0.005", "");
    bench.framework("g", "owed");
    bench.agent("a", "cpus:4");
    bench.rounds(1);
    assertThat(bench.offer()).hasToString("g@owed a cpus:3.995");
  }

  @Test
  default void aReservationIsOfferedToARoleThatHasReachedItsLimitElsewhere() {
    needs(Ability.QUOTA);
    AllocatorBench bench = bench();
    set(bench, "r", "", "cpus:1;mem:0");
    atOnce(
        bench,
        () -> {
          bench.framework("f", "r");
          for (int i = 0; i < 5; i++) {
            bench.agent("a" + i, "cpus:1");
            bench.agent("b" + i, "cpus:1;mem(r):64");
          }
        });
    assertThat(bench.offers())
        .filteredOn(offer -> offer.resources().names().contains("mem"))
        .hasSize(5);
  }

  @Test
  default void aLimitThatIsReachedKeepsNobodyOnceItIsRaised() {
    needs(Ability.QUOTA);
    AllocatorBench bench = bench();
    bench.tell(
        a ->
            a.updateQuotas(Map.of("r", quota("", "cpus:1;mem:0"), "s", quota("", "cpus:1;mem:0"))));
    atOnce(
        bench,
        () -> {
          bench.framework("f", "r");
          bench.framework("g", "s");
          for (int i = 0; i < 6; i++) {
            bench.agent("a" + i, "cpus:1");
          }
        });
    List<Offer> first = bench.offers();
    assertThat(cpus(first)).isEqualTo(2);
    bench.rounds(3);
    assertThat(bench.offers()).isEmpty();
    first.forEach(offer -> bench.decline(offer, 1000));
    bench.rounds(1);
    assertThat(cpus(bench.offers())).isEqualTo(2);
    bench.tell(a -> a.updateQuotas(Map.of("s", Quota.NONE)));
    bench.rounds(1);
    assertThat(cpus(bench.offers())).isBetween(3.0, 4.0);
  }
}
