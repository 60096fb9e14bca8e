package org.meseta.plugins.allocator.hierarchical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.Quota;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;
import org.meseta.testkit.allocator.AllocatorBench;
import org.meseta.testkit.allocator.Given;

class FiguresTest {

  private final AllocatorBench bench =
      new AllocatorBench(new HierarchicalFactory(), Given.options(), 1);

  @Test
  void showsWhatMesosShows() {
    bench.framework("f", "r");
    bench.agent("a", "cpus:4;mem:64");
    bench.agent("b", "cpus:4");
    bench.decline(bench.offers().get(1), 100);
    bench.rounds(1);
    Map<String, Double> figures = bench.figures();
    assertThat(figures)
        .containsEntry("allocator/mesos/resources/cpus/total", 8.0)
        .containsEntry("allocator/mesos/resources/cpus/offered_or_allocated", 4.0)
        .containsEntry("allocator/mesos/resources/mem/total", 64.0)
        .containsEntry("allocator/mesos/roles/r/shares/dominant", 1.0)
        .containsEntry("allocator/mesos/offer_filters/roles/r/active", 1.0)
        .containsKey("allocator/mesos/allocation_run_ms/p99")
        .containsKey("allocator/mesos/allocation_run_latency_ms/count");
    assertThat(figures.get("allocator/mesos/allocation_runs")).isEqualTo(4);
  }

  @Test
  void forgetsRolesThatAreGone() {
    bench.framework("f", "r");
    bench.rounds(1);
    bench.tell(
        allocator ->
            allocator.updateFramework(
                AllocatorBench.id("f"), Given.multiRole("s").build(), FrameworkOptions.NONE));
    bench.rounds(1);
    assertThat(bench.figures())
        .doesNotContainKey("allocator/mesos/roles/r/shares/dominant")
        .containsKey("allocator/mesos/roles/s/shares/dominant");
  }

  @Test
  void showsNoGaugeWhenClosed() {
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    bench.tell(a -> a.updateQuotas(Map.of("r", quota(1000, 5000))));
    bench.rounds(1);
    assertThat(bench.figures().keySet()).anyMatch(name -> name.contains("/cpus/"));
    bench.tell(Allocator::close);
    assertThat(bench.figures().keySet()).noneMatch(name -> name.contains("/cpus/"));
  }

  private static Quota quota(long guarantee, long limit) {
    return new Quota(
        ResourceQuantities.ofMilli(Map.of("cpus", guarantee)),
        ResourceLimits.ofMilli(Map.of("cpus", limit)));
  }

  @Test
  void showsQuotasUntilTheyEnd() {
    bench.framework("f", "r");
    bench.agent("a", "cpus:4;cpus(r):3");
    bench.tell(a -> a.updateQuotas(Map.of("r", quota(1000, 5000))));
    bench.rounds(1);
    String figure = "allocator/mesos/quota/roles/r/resources/cpus/";
    assertThat(bench.figures())
        .containsEntry(figure + "guarantee", 1.0)
        .containsEntry(figure + "limit", 5.0)
        .containsEntry(figure + "consumption", 7.0);
    bench.tell(a -> a.updateQuotas(Map.of("r", Quota.NONE)));
    bench.rounds(1);
    assertThat(bench.figures().keySet()).noneMatch(name -> name.contains("/quota/"));
  }
}
