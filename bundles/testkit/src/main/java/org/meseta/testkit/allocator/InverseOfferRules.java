package org.meseta.testkit.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.testkit.allocator.AllocatorBench.agentId;
import static org.meseta.testkit.allocator.AllocatorBench.filters;
import static org.meseta.testkit.allocator.AllocatorBench.id;
import static org.meseta.testkit.allocator.Given.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.TimeInfo;
import org.meseta.protocol.v1.Unavailability;
import org.meseta.protocol.v1.allocator.InverseOfferStatus;
import org.meseta.protocol.v1.allocator.InverseOfferStatus.Status;
import org.meseta.resources.Resources;

/** Agents that will be unavailable, and what frameworks are asked then. */
public interface InverseOfferRules extends OnBench {

  private static Unavailability at(long nanoseconds) {
    return Unavailability.newBuilder()
        .setStart(TimeInfo.newBuilder().setNanoseconds(nanoseconds))
        .build();
  }

  private static void unavailable(AllocatorBench bench, String agent, long nanoseconds) {
    bench.tell(a -> a.updateUnavailability(agentId(agent), Optional.of(at(nanoseconds))));
  }

  /** The framework f has something on the agent a; g has something elsewhere. */
  private AllocatorBench held() {
    needs(Ability.INVERSE_OFFERS);
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:1");
    bench.framework("g", "r");
    bench.agent("b", "cpus:1");
    assertThat(bench.offers()).hasSize(2);
    return bench;
  }

  private AllocatorBench asked() {
    AllocatorBench bench = held();
    unavailable(bench, "a", 7);
    assertThat(bench.inverseOffers()).hasSize(1);
    return bench;
  }

  private static InverseOfferStatus status(Status status) {
    return InverseOfferStatus.newBuilder()
        .setStatus(status)
        .setFrameworkId(id("f"))
        .setTimestamp(TimeInfo.newBuilder().setNanoseconds(1))
        .build();
  }

  private static void answer(AllocatorBench bench, Status status, Filters filters) {
    bench.tell(
        a ->
            a.updateInverseOffer(
                agentId("a"), id("f"), Optional.of(status(status)), Optional.of(filters)));
  }

  private static List<FrameworkID> frameworks(AllocatorBench bench) {
    List<FrameworkID> frameworks = new ArrayList<>();
    bench.inverseOffers().forEach(inverse -> frameworks.add(inverse.framework()));
    return frameworks;
  }

  @Test
  default void asksWhoHasSomethingOnAnAgentThatWillBeUnavailable() {
    AllocatorBench bench = held();
    unavailable(bench, "a", 7);
    List<InverseOffer> inverse = bench.inverseOffers();
    assertThat(inverse).hasSize(1);
    assertThat(inverse.get(0).framework()).isEqualTo(id("f"));
    assertThat(inverse.get(0).agent()).isEqualTo(agentId("a"));
    assertThat(inverse.get(0).what().unavailability()).isEqualTo(at(7));
    assertThat(inverse.get(0).what().resources()).isEqualTo(Resources.empty());
  }

  @Test
  default void asksNobodyWhileAllIsAvailable() {
    AllocatorBench bench = held();
    bench.rounds(3);
    assertThat(bench.inverseOffers()).isEmpty();
  }

  @Test
  default void asksOnceAsLongAsThereIsNoAnswer() {
    AllocatorBench bench = asked();
    bench.rounds(10);
    assertThat(bench.inverseOffers()).isEmpty();
  }

  @Test
  default void asksAgainWhenTheFilterOfAnAnswerIsOver() {
    for (Status status : List.of(Status.ACCEPT, Status.DECLINE)) {
      AllocatorBench bench = asked();
      answer(bench, status, filters(10));
      bench.rounds(10);
      assertThat(bench.inverseOffers()).isEmpty();
      bench.rounds(1);
      assertThat(frameworks(bench)).containsExactly(id("f"));
    }
  }

  @Test
  default void filtersOfAnswersLastFiveSecondsUnlessTheySay() {
    AllocatorBench bench = asked();
    answer(bench, Status.DECLINE, Filters.getDefaultInstance());
    bench.rounds(5);
    assertThat(bench.inverseOffers()).isEmpty();
    bench.rounds(1);
    assertThat(bench.inverseOffers()).hasSize(1);
  }

  @Test
  default void asksInTheNextRoundAfterAnAnswerWithoutFilter() {
    AllocatorBench bench = asked();
    answer(bench, Status.DECLINE, filters(0));
    bench.rounds(1);
    assertThat(bench.inverseOffers()).hasSize(1);
  }

  @Test
  default void asksAgainWhenItWasTakenBack() {
    AllocatorBench bench = asked();
    bench.tell(
        a -> a.updateInverseOffer(agentId("a"), id("f"), Optional.empty(), Optional.empty()));
    bench.rounds(1);
    assertThat(bench.inverseOffers()).hasSize(1);
    assertThat(statuses(bench)).isEqualTo(Map.of(agentId("a"), Map.of()));
  }

  @Test
  default void reviveDropsFiltersOfAnswers() {
    AllocatorBench bench = asked();
    answer(bench, Status.DECLINE, filters(1000));
    bench.tell(a -> a.reviveOffers(id("f"), Set.of("r")));
    bench.rounds(1);
    assertThat(bench.inverseOffers()).hasSize(1);
  }

  @Test
  default void asksAnewWhenItIsAnotherTime() {
    AllocatorBench bench = asked();
    answer(bench, Status.ACCEPT, filters(1000));
    unavailable(bench, "a", 8);
    assertThat(bench.inverseOffers())
        .extracting(inverse -> inverse.what().unavailability())
        .containsExactly(at(8));
    assertThat(statuses(bench)).isEqualTo(Map.of(agentId("a"), Map.of()));
  }

  @Test
  default void asksNoMoreWhenTheAgentStaysAvailable() {
    AllocatorBench bench = asked();
    bench.tell(a -> a.updateUnavailability(agentId("a"), Optional.empty()));
    answer(bench, Status.DECLINE, filters(0));
    bench.rounds(3);
    assertThat(bench.inverseOffers()).isEmpty();
    assertThat(statuses(bench)).isEmpty();
  }

  @Test
  default void asksAFrameworkThatWasAwayWhenItIsBack() {
    AllocatorBench bench = asked();
    bench.tell(a -> a.deactivateFramework(id("f")));
    bench.rounds(2);
    assertThat(bench.inverseOffers()).isEmpty();
    bench.tell(a -> a.activateFramework(id("f")));
    assertThat(frameworks(bench)).containsExactly(id("f"));
  }

  @Test
  default void asksWhoComesToHaveSomethingThere() {
    needs(Ability.INVERSE_OFFERS);
    AllocatorBench bench = bench();
    bench.agent("a", "cpus:1");
    unavailable(bench, "a", 7);
    assertThat(bench.inverseOffers()).isEmpty();
    bench.framework("f", "r");
    assertThat(bench.offers()).hasSize(1);
    assertThat(frameworks(bench)).containsExactly(id("f"));
  }

  @Test
  default void asksNoMoreWhoHasNothingThereAnyMore() {
    AllocatorBench bench = asked();
    answer(bench, Status.ACCEPT, filters(0));
    bench.recover(new Offer(id("f"), "r", agentId("a"), resources("cpus:1").allocatedTo("r")));
    bench.tell(a -> a.suppressOffers(id("f"), Set.of("r")));
    bench.tell(a -> a.suppressOffers(id("g"), Set.of("r")));
    bench.rounds(2);
    assertThat(bench.inverseOffers()).isEmpty();
  }

  private static Map<AgentID, Map<FrameworkID, InverseOfferStatus>> statuses(AllocatorBench bench) {
    List<Map<AgentID, Map<FrameworkID, InverseOfferStatus>>> seen = new ArrayList<>();
    bench.tell(a -> seen.add(a.inverseOfferStatuses()));
    return seen.get(0);
  }

  @Test
  default void remembersTheLastAnswer() {
    AllocatorBench bench = asked();
    answer(bench, Status.DECLINE, filters(0));
    answer(bench, Status.ACCEPT, filters(0));
    assertThat(statuses(bench))
        .isEqualTo(Map.of(agentId("a"), Map.of(id("f"), status(Status.ACCEPT))));
  }

  @Test
  default void forgetsAgentsAndFrameworksThatAreGone() {
    AllocatorBench bench = asked();
    answer(bench, Status.ACCEPT, filters(0));
    bench.tell(
        a -> {
          a.deactivateFramework(id("f"));
          a.removeFramework(id("f"));
        });
    assertThat(statuses(bench)).isEqualTo(Map.of(agentId("a"), Map.of()));
    bench.tell(a -> a.removeAgent(agentId("a")));
    answer(bench, Status.ACCEPT, filters(0));
    assertThat(statuses(bench)).isEmpty();
    bench.rounds(2);
    assertThat(bench.inverseOffers()).isEmpty();
  }

  @Test
  default void stillOffersWhatWillBeUnavailable() {
    AllocatorBench bench = asked();
    bench.recover(new Offer(id("f"), "r", agentId("a"), resources("cpus:1").allocatedTo("r")));
    bench.rounds(1);
    assertThat(bench.offer().agent()).isEqualTo(agentId("a"));
  }
}
