package org.meseta.plugins.allocator.hierarchical;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugins.allocator.hierarchical.FairShareOracle.Candidate;
import org.meseta.resources.Resources;
import org.meseta.runtime.ManualTime;
import org.meseta.testkit.allocator.AllocatorBench;
import org.meseta.testkit.allocator.Given;
import org.meseta.testkit.allocator.Offer;

/** Compares whom the allocator serves with a slow reference, over random trees and histories. */
class ExactnessTest {

  private static final BigDecimal ROUNDING = new BigDecimal("1e-12");
  private static final List<String> ROLES =
      List.of("eng", "eng/a", "eng/b", "eng/b/x", "eng/b/y", "ops", "ops/z", "sales");

  private final Map<String, Double> weights = new TreeMap<>();
  private final Map<String, Set<String>> clients = new TreeMap<>();

  private RandomGenerator random = new ManualTime(0).random();

  private AllocatorBench bench(long seed) {
    random = new ManualTime(seed).random();
    ROLES.forEach(role -> weights.put(role, (1 + random.nextInt(8)) / 2.0));
    AllocatorBench bench =
        new AllocatorBench(new HierarchicalFactory(), Given.weights(weights), seed);
    for (int i = 0; i < 10; i++) {
      String role = ROLES.get(random.nextInt(ROLES.size()));
      clients.computeIfAbsent(role, r -> new TreeSet<>()).add("f" + i);
      bench.framework("f" + i, role);
    }
    return bench;
  }

  private Resources agentAtRandom() {
    return Given.resources(
        "cpus:" + (1 + random.nextInt(16)) + ";mem:" + (32 + random.nextInt(4096)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void eachOfferGoesToWhomTheReferenceNames(long seed) {
    AllocatorBench bench = bench(seed);
    FairShareOracle oracle = new FairShareOracle(weights);
    List<List<Candidate>> siblings = FairShareOracle.siblings(clients);
    for (int i = 0; i < 150; i++) {
      if (i < 20 || random.nextInt(3) > 0) {
        Resources total = agentAtRandom();
        oracle.add(total);
        bench.agent("agent" + i, total, Map.of());
      } else {
        bench.recover(oracle.held().remove(random.nextInt(oracle.held().size())));
        bench.rounds(1);
      }
      Offer offer = bench.offer();
      siblings.forEach(group -> assertThatFirstIsServed(group, offer, oracle));
      oracle.held().add(offer);
    }
  }

  private static void assertThatFirstIsServed(
      List<Candidate> group, Offer offer, FairShareOracle oracle) {
    for (Candidate served : group) {
      if (served.has(offer)) {
        for (Candidate other : group) {
          assertThat(oracle.share(served).subtract(oracle.share(other)))
              .as("%s was served before %s", served, other)
              .isLessThanOrEqualTo(ROUNDING);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void sharesAreNeverOffByMoreThanOneOffer(long seed) {
    AllocatorBench bench = bench(seed);
    FairShareOracle oracle = new FairShareOracle(weights);
    bench.tell(Allocator::pause);
    for (int i = 0; i < 300; i++) {
      Resources total = agentAtRandom();
      oracle.add(total);
      bench.agent("agent" + i, total, Map.of());
    }
    bench.tell(Allocator::resume);
    oracle.held().addAll(bench.offers());
    assertThat(oracle.held()).hasSize(300);
    for (List<Candidate> group : FairShareOracle.siblings(clients)) {
      for (Candidate one : group) {
        for (Candidate other : group) {
          assertThat(oracle.shareBeforeTheLast(one).subtract(oracle.share(other)))
              .as("%s is ahead of %s", one, other)
              .isLessThanOrEqualTo(ROUNDING);
        }
      }
    }
  }
}
