package org.meseta.testkit.allocator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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
        ConservationRules {

  private final List<AllocatorBench> benches = new ArrayList<>();

  /** Makes the allocator under test. */
  protected abstract AllocatorFactory factory();

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
