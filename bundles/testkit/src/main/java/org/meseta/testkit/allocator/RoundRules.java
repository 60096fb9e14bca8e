package org.meseta.testkit.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.testkit.allocator.Given.resources;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.resources.Resources;

/** When an allocator offers. */
public interface RoundRules extends OnBench {

  @Test
  default void offersAnAgentThatArrivesAtOnce() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4;mem:512;ports:[1-5]");
    assertThat(bench.offer()).hasToString("f@r a cpus:4;mem:512;ports:[1-5]");
  }

  @Test
  default void offersAllAgentsToAFrameworkThatArrivesAtOnce() {
    AllocatorBench bench = bench();
    bench.agent("a", "cpus:1");
    bench.agent("b", "cpus:2");
    bench.framework("f", "r");
    assertThat(bench.calls()).containsExactly(AllocatorBench.id("f"));
    assertThat(bench.offers())
        .extracting(Offer::toString)
        .containsExactlyInAnyOrder("f@r a cpus:1", "f@r b cpus:2");
  }

  @Test
  default void offeredResourcesCarryTheRoleForWhichTheyAreOffered() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:1");
    assertThat(bench.offer().resources()).isEqualTo(resources("cpus:1").allocatedTo("r"));
  }

  @Test
  default void neverOffersTheSameTwice() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:1");
    assertThat(bench.offers()).hasSize(1);
    bench.framework("g", "r");
    bench.rounds(3);
    assertThat(bench.offers()).isEmpty();
  }

  @Test
  default void offersWhatComesBackInTheNextRoundAndNotBefore() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:1");
    bench.recover(bench.offer());
    assertThat(bench.offers()).isEmpty();
    bench.rounds(1);
    assertThat(bench.offers()).hasSize(1);
  }

  @Test
  default void offersWhatAnOperatorHasUnreservedAtOnce() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus(s):4");
    bench.rounds(1);
    assertThat(bench.offers()).isEmpty();
    bench.tell(
        a ->
            a.updateAvailable(
                AllocatorBench.agentId("a"), resources("cpus(s):3"), resources("cpus:3")));
    assertThat(bench.offer()).hasToString("f@r a cpus:3");
  }

  @Test
  default void whatAFrameworkHasReservedComesBackReserved() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    Offer offer = bench.offer();
    Resources before = resources("cpus:3").allocatedTo("r");
    Resources after = resources("cpus(r):3").allocatedTo("r");
    bench.tell(a -> a.updateAllocation(offer.framework(), offer.agent(), before, after));
    bench.recover(offer, after.plus(resources("cpus:1").allocatedTo("r")), Optional.empty());
    bench.rounds(1);
    assertThat(bench.offer().resources().unallocated()).isEqualTo(resources("cpus(r):3;cpus:1"));
  }

  @Test
  default void joinsWhatHappensAtOnceIntoOneRun() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.tell(
        allocator -> {
          for (String name : Set.of("a", "b", "c")) {
            add(allocator, name, "cpus:1");
          }
        });
    assertThat(bench.calls()).hasSize(1);
    assertThat(bench.offers()).hasSize(3);
  }

  @Test
  default void offersNothingWhilePausedAndCatchesUpAfterwards() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.tell(Allocator::pause);
    bench.agent("a", "cpus:1");
    bench.rounds(3);
    assertThat(bench.offers()).isEmpty();
    bench.tell(Allocator::resume);
    bench.rounds(1);
    assertThat(bench.offers()).hasSize(1);
  }

  @Test
  default void offersOnlyWhatIsFree() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent(
        "a",
        resources("cpus:4;ports:[1-9]"),
        Map.of(AllocatorBench.id("f"), resources("cpus:1;ports:[3-4]").allocatedTo("r")));
    assertThat(bench.offer()).hasToString("f@r a cpus:3;ports:[1-2,5-9]");
  }

  @Test
  default void doesNothingAfterItIsClosed() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.tell(
        allocator -> {
          add(allocator, "a", "cpus:1");
          allocator.close();
        });
    bench.rounds(3);
    assertThat(bench.offers()).isEmpty();
    assertThat(bench.time().untilNextTimer()).isEmpty();
  }

  private static void add(Allocator allocator, String agent, String resources) {
    allocator.addAgent(
        AllocatorBench.agentId(agent),
        Given.agentInfo(agent),
        Given.abilities(),
        resources(resources),
        Map.of());
  }
}
