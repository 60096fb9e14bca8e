package org.meseta.testkit.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.testkit.allocator.AllocatorBench.agentId;
import static org.meseta.testkit.allocator.AllocatorBench.id;
import static org.meseta.testkit.allocator.Given.resources;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.OfferFilter;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.OfferFilters;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.resources.Resources;

/** Which agents, and what of them, may be offered. */
public interface AgentRules extends OnBench {

  @Test
  default void offersOnlyWhatIsWorthAnOffer() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("cpu", "cpus:0.01");
    bench.agent("mem", "mem:32");
    bench.agent("small", "cpus:0.009;mem:31;disk:1000;ports:[1-9]");
    bench.rounds(1);
    assertThat(bench.offers())
        .extracting(Offer::toString)
        .containsExactly("f@r cpu cpus:0.01", "f@r mem mem:32");
  }

  @Test
  default void allThatIsJoinedByAndIsNeededOfWhatIsWorthAnOffer() {
    AllocatorBench bench = bench(Given.minAllocatable("cpus:1;mem:64|disk:10"));
    bench.framework("f", "r");
    bench.agent("both", "cpus:1;mem:64");
    bench.agent("cpu", "cpus:8");
    bench.agent("mem", "mem:1024");
    bench.agent("other", "disk:10");
    bench.rounds(1);
    assertThat(bench.offers())
        .extracting(Offer::agent)
        .containsExactlyInAnyOrder(agentId("both"), agentId("other"));
  }

  @Test
  default void anythingIsWorthAnOfferIfThereIsNoLimit() {
    AllocatorBench bench = bench(Given.minAllocatable(""));
    bench.framework("f", "r");
    bench.agent("a", "disk:1");
    assertThat(bench.offers()).hasSize(1);
  }

  @Test
  default void aFrameworkMaySayWhatIsWorthAnOffer() {
    needs(Ability.SPECIAL_RESOURCES);
    AllocatorBench bench = bench();
    OfferFilters.Builder filters = OfferFilters.newBuilder();
    filters
        .getMinAllocatableResourcesBuilder()
        .addQuantitiesBuilder()
        .putQuantities("disk", Value.Scalar.newBuilder().setValue(100).build());
    bench.framework("f", Given.multiRole("r").putOfferFilters("r", filters.build()).build());
    bench.agent("a", "cpus:4;disk:99");
    bench.agent("b", "disk:100");
    assertThat(bench.offer().agent()).isEqualTo(agentId("b"));
  }

  @Test
  default void keepsAgentsWithGpusForThoseWhoAskForThem() {
    needs(Ability.SPECIAL_RESOURCES);
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4;gpus:1");
    bench.rounds(1);
    assertThat(bench.offers()).isEmpty();
    bench.framework("g", with(Capability.Type.GPU_RESOURCES));
    assertThat(bench.offer()).hasToString("g@r a cpus:4;gpus:1");
  }

  @Test
  default void offersAgentsWithGpusToAllIfToldSo() {
    needs(Ability.SPECIAL_RESOURCES);
    AllocatorBench bench = bench(Given.gpusForAll());
    bench.framework("f", "r");
    bench.agent("a", "cpus:4;gpus:1");
    assertThat(bench.offers()).hasSize(1);
  }

  @Test
  default void keepsAgentsOfOtherRegionsForThoseWhoKnowOfRegions() {
    AllocatorBench bench = bench(Given.region("here"));
    bench.framework("f", "r");
    bench.agentIn("there", "far", "cpus:1");
    bench.agentIn("here", "near", "cpus:1");
    bench.agent("somewhere", "cpus:1");
    bench.rounds(1);
    assertThat(bench.offers())
        .extracting(Offer::agent)
        .containsExactlyInAnyOrder(agentId("near"), agentId("somewhere"));
    bench.framework("g", with(Capability.Type.REGION_AWARE));
    assertThat(bench.offer()).hasToString("g@r far cpus:1");
  }

  @Test
  default void noAgentIsFarFromAMasterThatIsNowhere() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agentIn("there", "a", "cpus:1");
    assertThat(bench.offer().agent()).isEqualTo(agentId("a"));
  }

  @Test
  default void aFrameworkMayComeToKnowOfRegions() {
    AllocatorBench bench = bench(Given.region("here"));
    FrameworkID framework = bench.framework("f", "r");
    bench.agentIn("there", "far", "cpus:1");
    bench.rounds(1);
    assertThat(bench.offers()).isEmpty();
    bench.tell(
        allocator ->
            allocator.updateFramework(
                framework, with(Capability.Type.REGION_AWARE), FrameworkOptions.NONE));
    bench.rounds(1);
    assertThat(bench.offer().agent()).isEqualTo(agentId("far"));
  }

  @Test
  default void offersOnlyHostsOfTheWhitelist() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.tell(allocator -> allocator.updateWhitelist(Optional.of(Set.of("b"))));
    bench.agent("a", "cpus:1");
    bench.agent("b", "cpus:1");
    assertThat(bench.offer().agent()).isEqualTo(agentId("b"));
    bench.tell(allocator -> allocator.updateWhitelist(Optional.empty()));
    bench.rounds(1);
    assertThat(bench.offer().agent()).isEqualTo(agentId("a"));
  }

  @Test
  default void anEmptyWhitelistAllowsNobody() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.tell(allocator -> allocator.updateWhitelist(Optional.of(Set.of())));
    bench.agent("a", "cpus:1");
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
  }

  @Test
  default void doesNotOfferAgentsThatAreNotConnected() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:1");
    Offer offer = bench.offer();
    bench.tell(allocator -> allocator.deactivateAgent(offer.agent()));
    bench.recover(offer);
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
    bench.tell(allocator -> allocator.activateAgent(offer.agent()));
    bench.rounds(1);
    assertThat(bench.offers()).hasSize(1);
  }

  @Test
  default void forgetsAnAgentThatIsRemovedAndAllThatWasThere() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    Offer offer = bench.offer();
    bench.tell(allocator -> allocator.removeAgent(offer.agent()));
    bench.recover(offer);
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
    bench.agent("a", "cpus:4");
    assertThat(bench.offers()).hasSize(1);
  }

  @Test
  default void offersWhatAnAgentHasGained() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:1");
    assertThat(bench.offers()).hasSize(1);
    bench.tell(
        a ->
            a.updateAgent(
                agentId("a"), Given.agentInfo("a"), Given.abilities(), resources("cpus:3")));
    assertThat(bench.offer()).hasToString("f@r a cpus:2");
  }

  @Test
  default void offersNothingOfAnAgentThatHasLostWhatIsInUse() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    Offer offer = bench.offer();
    bench.tell(
        a ->
            a.updateAgent(
                offer.agent(), Given.agentInfo("a"), Given.abilities(), resources("cpus:2")));
    bench.recover(offer, resources("cpus:1").allocatedTo("r"), Optional.empty());
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
    bench.recover(offer, resources("cpus:2").allocatedTo("r"), Optional.empty());
    bench.rounds(1);
    assertThat(bench.offer()).hasToString("f@r a cpus:1");
  }

  @Test
  default void offersRevocableResourcesOnlyToThoseWhoTakeThem() {
    needs(Ability.SPECIAL_RESOURCES);
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    Resources total = resources("cpus:1").plus(Given.revocable("cpus:2"));
    bench.agent("a", total, Map.of());
    assertThat(bench.offer().resources().unallocated()).isEqualTo(resources("cpus:1"));
    bench.framework("g", with(Capability.Type.REVOCABLE_RESOURCES));
    assertThat(bench.offer().resources().unallocated()).isEqualTo(Given.revocable("cpus:2"));
  }

  @Test
  default void offersRefinedReservationsOnlyToThoseWhoKnowThem() {
    needs(Ability.SPECIAL_RESOURCES);
    AllocatorBench bench = bench();
    bench.framework("f", "eng/web");
    Resource refined =
        resources("cpus(eng):1").toList().get(0).toBuilder()
            .addReservations(
                ReservationInfo.newBuilder()
                    .setType(ReservationInfo.Type.DYNAMIC)
                    .setRole("eng/web"))
            .build();
    bench.agent("a", Resources.of(Set.of(refined)), Map.of());
    bench.rounds(1);
    assertThat(bench.offers()).isEmpty();
    FrameworkInfo.Builder knowing = Given.multiRole("eng/web");
    knowing.addCapabilities(Given.capability(Capability.Type.RESERVATION_REFINEMENT));
    bench.framework("g", knowing.build());
    assertThat(bench.offers()).hasSize(1);
  }

  @Test
  default void offersASharedVolumeWhileItIsInUseButNotAlone() {
    needs(Ability.SPECIAL_RESOURCES);
    AllocatorBench bench = bench(Given.minAllocatable(""));
    Resource.Builder volume = resources("disk(r):10").toList().get(0).toBuilder();
    volume.setShared(Resource.SharedInfo.getDefaultInstance());
    volume.getDiskBuilder().getPersistenceBuilder().setId("v");
    Resources shared = Resources.of(Set.of(volume.build()));
    bench.framework("plain", "r");
    bench.framework("f", with(Capability.Type.SHARED_RESOURCES));
    bench.framework("g", with(Capability.Type.SHARED_RESOURCES));
    bench.tell(allocator -> allocator.suppressOffers(id("plain"), Set.of("r")));
    bench.agent("a", resources("cpus:2").plus(shared), Map.of());
    Offer first = bench.offer();
    assertThat(first.resources().contains(shared.allocatedTo("r"))).isTrue();
    bench.recover(first, resources("cpus:1").allocatedTo("r"), Optional.empty());
    bench.rounds(1);
    Offer second = bench.offer();
    assertThat(second.framework()).isNotEqualTo(first.framework());
    assertThat(second.resources().contains(shared.allocatedTo("r"))).isTrue();
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
  }

  @Test
  default void keepsOldAgentsFromFrameworksTheyDoNotUnderstand() {
    needs(Ability.SPECIAL_RESOURCES);
    AllocatorBench bench = bench();
    bench.framework("several", "r");
    bench.framework("below", Given.singleRole("r/below").build());
    bench.tell(
        a ->
            a.addAgent(
                agentId("old"), Given.agentInfo("old"), List.of(), resources("cpus:1"), Map.of()));
    bench.rounds(1);
    assertThat(bench.offers()).isEmpty();
    bench.framework("plain", Given.singleRole("r").build());
    assertThat(bench.offer().framework()).isEqualTo(id("plain"));
  }

  private static void add(AllocatorBench bench, OfferFilter filter, String... roles) {
    FrameworkOptions options = new FrameworkOptions(Set.of(), filter);
    bench.tell(
        a -> a.addFramework(id("f"), Given.multiRole(roles).build(), Map.of(), true, options));
  }

  @Test
  default void offersOnlyAgentsThatAFrameworkWantsForTheRole() {
    AllocatorBench bench = bench();
    add(bench, (role, agent) -> role.equals("s") == agent.getHostname().equals("b"), "r", "s");
    bench.agent("a", "cpus:1");
    assertThat(bench.offer()).hasToString("f@r a cpus:1");
    bench.agent("b", "cpus:1");
    assertThat(bench.offer()).hasToString("f@s b cpus:1");
  }

  @Test
  default void whatOneFrameworkDoesNotWantIsForOthers() {
    AllocatorBench bench = bench();
    add(bench, (role, agent) -> false, "r");
    bench.framework("g", "r");
    bench.agent("a", "cpus:1");
    assertThat(bench.offer().framework()).isEqualTo(id("g"));
  }

  @Test
  default void aFrameworkMayWantOtherAgentsLater() {
    AllocatorBench bench = bench();
    add(bench, (role, agent) -> false, "r");
    bench.agent("a", "cpus:1");
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
    bench.tell(
        a -> a.updateFramework(id("f"), Given.multiRole("r").build(), FrameworkOptions.NONE));
    assertThat(bench.offer().agent()).isEqualTo(agentId("a"));
  }

  @Test
  default void anAgentMayBecomeOneThatAFrameworkWants() {
    AllocatorBench bench = bench();
    add(bench, (role, agent) -> agent.getAttributesCount() > 0, "r");
    bench.agent("a", "cpus:1");
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
    AgentInfo.Builder other = Given.agentInfo("a").toBuilder();
    other.addAttributesBuilder().setName("rack").setType(Value.Type.TEXT);
    bench.tell(
        a -> a.updateAgent(agentId("a"), other.build(), Given.abilities(), resources("cpus:1")));
    assertThat(bench.offer().agent()).isEqualTo(agentId("a"));
  }

  private static FrameworkInfo with(Capability.Type ability) {
    return Given.multiRole("r").addCapabilities(Given.capability(ability)).build();
  }
}
