package org.meseta.plugins.allocator.hierarchical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.PluginNames;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.plugin.allocator.sorter.Candidate;
import org.meseta.plugin.allocator.sorter.SorterFactory;
import org.meseta.testkit.allocator.AllocatorBench;
import org.meseta.testkit.allocator.Given;
import org.meseta.testkit.allocator.Offer;

class SortingTest {

  /** The last name first. */
  private static final SorterFactory LAST =
      context -> candidate -> -candidate.name().charAt(candidate.name().length() - 1);

  private static final Map<String, String> NAMED = Map.of(PluginNames.NAME, "last");

  private final HierarchicalFactory factory = new HierarchicalFactory();

  private AllocatorBench bench(AllocatorOptions options) {
    return new AllocatorBench(factory, options, 7);
  }

  private static <K> Map<K, Long> dealt(AllocatorBench bench, int agents, Function<Offer, K> by) {
    bench.tell(Allocator::pause);
    for (int i = 0; i < agents; i++) {
      bench.agent("agent" + i, "cpus:1");
    }
    bench.tell(Allocator::resume);
    return bench.offers().stream().collect(Collectors.groupingBy(by, Collectors.counting()));
  }

  private static String framework(Offer offer) {
    return offer.framework().getValue();
  }

  @Test
  void refusesASorterThatIsNotThereAndNamesThoseThatAre() {
    factory.addSorter(LAST, NAMED);
    assertThatThrownBy(() -> bench(Given.sorters("drf", "lst")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--framework_sorter: there is no sorter 'lst', but drf, last, random");
    assertThatThrownBy(() -> bench(Given.sorters("DRF", "drf")))
        .hasMessageStartingWith("--role_sorter: there is no sorter 'DRF'");
  }

  @Test
  void byChanceRolesAreFirstAsOftenAsTheirWeightsSay() {
    AllocatorBench bench = bench(Given.sorters("random", "drf", Map.of("heavy", 3.0)));
    bench.framework("f", "heavy");
    bench.framework("g", "light");
    Map<String, Long> offers = dealt(bench, 2000, Offer::role);
    assertThat(offers.get("heavy")).isCloseTo(1500, within(100L));
    assertThat(offers.get("light")).isCloseTo(500, within(100L));
  }

  @Test
  void byChanceFrameworksOfARoleAreFirstEquallyOften() {
    AllocatorBench bench = bench(Given.sorters("drf", "random"));
    List.of("a", "b", "c", "d").forEach(name -> bench.framework(name, "r"));
    assertThat(dealt(bench, 2000, SortingTest::framework).values())
        .hasSize(4)
        .allSatisfy(count -> assertThat(count).isCloseTo(500, within(100L)));
  }

  @Test
  void chanceIsTheSameWithTheSameSeed() {
    assertThat(byChance()).isEqualTo(byChance());
  }

  private List<String> byChance() {
    AllocatorBench bench = bench(Given.sorters("random", "random"));
    List.of("a", "b", "c").forEach(name -> bench.framework(name, "r", "s"));
    for (int i = 0; i < 50; i++) {
      bench.agent("agent" + i, "cpus:1");
    }
    return bench.offers().stream().map(Offer::toString).toList();
  }

  @Test
  void byChanceEverybodyIsAskedBeforeAnAgentStaysIdle() {
    AllocatorBench bench = bench(Given.sorters("random", "random"));
    for (int i = 0; i < 20; i++) {
      bench.framework("f" + i, "r" + i % 3);
    }
    bench.agent("agent", "cpus:1");
    for (int i = 0; i < 19; i++) {
      bench.decline(bench.offer(), 3600);
      bench.rounds(1);
    }
    bench.decline(bench.offer(), 3600);
    bench.rounds(1);
    assertThat(bench.offers()).isEmpty();
  }

  @Test
  void aPluginMayBringAnOrderOfItsOwn() {
    factory.addSorter(LAST, NAMED);
    AllocatorBench bench = bench(Given.sorters("drf", "last"));
    List.of("f1", "f3", "f2").forEach(name -> bench.framework(name, "r"));
    assertThat(dealt(bench, 5, SortingTest::framework)).isEqualTo(Map.of("f3", 5L));
  }

  @Test
  void theSmallestShareComesFirstWhileThePluginIsAway() {
    factory.addSorter(LAST, NAMED);
    AllocatorBench bench = bench(Given.sorters("last", "drf"));
    bench.framework("f", "r1");
    bench.framework("g", "r2");
    assertThat(dealt(bench, 4, Offer::role)).isEqualTo(Map.of("r2", 4L));
    factory.removeSorter(LAST);
    bench.rounds(1);
    bench.agent("more", "cpus:1");
    assertThat(bench.offer().role()).isEqualTo("r1");
    factory.addSorter(LAST, NAMED);
    bench.rounds(1);
    bench.agent("last", "cpus:1");
    assertThat(bench.offer().role()).isEqualTo("r2");
  }

  @Test
  void aSorterSeesWhatACandidateHas() {
    StringBuilder seen = new StringBuilder();
    SorterFactory curious =
        context ->
            candidate -> {
              if (candidate.allocations() > 0) {
                seen.append(text(candidate)).append('\n');
              }
              return 0;
            };
    factory.addSorter(curious, NAMED);
    AllocatorBench bench = bench(Given.sorters("last", "drf", Map.of("eng/web", 2.0)));
    bench.framework("f", "eng/web");
    bench.agent("agent", "cpus:2;mem:64");
    assertThat(seen.toString()).contains("eng/web 2.0 0.5 1 2000 64000 0", ". 1.0 1.0 1 2000");
  }

  private static String text(Candidate candidate) {
    return String.join(
        " ",
        candidate.name(),
        candidate.weight() + "",
        candidate.share() + "",
        candidate.allocations() + "",
        candidate.allocated("cpus") + "",
        candidate.allocated("mem") + "",
        candidate.allocated("gpus") + "");
  }
}
