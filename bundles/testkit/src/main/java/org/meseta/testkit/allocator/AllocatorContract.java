package org.meseta.testkit.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.allocator.AllocatorOptions;

/**
 * What frameworks and operators of Mesos expect of an allocator. A plugin's test extends this class
 * and gives the plugin's factory; the rules are in the interfaces, one test each.
 */
public abstract class AllocatorContract
    implements RoundRules,
        FilterRules,
        FairnessRules,
        RoleRules,
        AgentRules,
        FrameworkRules,
        QuotaRules,
        ObstacleRules,
        InverseOfferRules,
        PauseRules,
        ConservationRules {

  private final List<AllocatorBench> benches = new ArrayList<>();

  /** Makes the allocator under test. */
  protected abstract AllocatorFactory factory();

  /**
   * What the allocator does without, on purpose: the tests of it are skipped and say so. Nothing
   * for an allocator that is to serve any cluster.
   */
  protected Set<Ability> lacks() {
    return Set.of();
  }

  @Override
  public final void needs(Ability ability) {
    assumeFalse(lacks().contains(ability), () -> "it does without " + ability);
  }

  @Override
  public final AllocatorBench bench(AllocatorOptions options) {
    AllocatorBench bench = new AllocatorBench(factory(), options, benches.size());
    benches.add(bench);
    return bench;
  }

  /** Whatever a test does, nothing may fail inside the allocator. */
  @AfterEach
  final void nothingFailedInside() {
    benches.forEach(bench -> assertThat(bench.failures()).isEmpty());
  }
}
