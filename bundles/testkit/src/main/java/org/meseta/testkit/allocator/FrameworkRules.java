package org.meseta.testkit.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.testkit.allocator.AllocatorBench.agentId;
import static org.meseta.testkit.allocator.AllocatorBench.id;
import static org.meseta.testkit.allocator.Given.resources;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.resources.Resources;

/** Frameworks that come and go, and in which order the master may tell of them. */
public interface FrameworkRules extends OnBench {

  @Test
  default void offersNothingToAFrameworkThatIsNotConnected() {
    AllocatorBench bench = bench();
    bench.tell(
        a ->
            a.addFramework(
                id("f"), Given.multiRole("r").build(), Map.of(), false, FrameworkOptions.NONE));
    bench.agent("a", "cpus:1");
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
    bench.tell(allocator -> allocator.activateFramework(id("f")));
    Offer offer = bench.offer();
    bench.tell(allocator -> allocator.deactivateFramework(id("f")));
    bench.recover(offer);
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
  }

  @Test
  default void offersToAFrameworkThatIsBackAtOnce() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.tell(allocator -> allocator.deactivateFramework(id("f")));
    bench.agent("a", "cpus:1");
    assertThat(bench.offers()).isEmpty();
    bench.tell(allocator -> allocator.activateFramework(id("f")));
    assertThat(bench.offer()).hasToString("f@r a cpus:1");
  }

  @Test
  default void offersNothingToAFrameworkThatIsGone() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:1");
    bench.recover(bench.offer());
    bench.tell(allocator -> allocator.removeFramework(id("f")));
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
    bench.framework("g", "r");
    assertThat(bench.offer().framework()).isEqualTo(id("g"));
  }

  @Test
  default void whatAGoneFrameworkHoldsIsNotFreeBeforeItIsRecovered() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:1");
    Offer offer = bench.offer();
    bench.tell(allocator -> allocator.removeFramework(id("f")));
    bench.framework("g", "r");
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
    bench.recover(offer);
    bench.rounds(1);
    assertThat(bench.offer().framework()).isEqualTo(id("g"));
  }

  @Test
  default void whatAFrameworkHeldBeforeItIsKnownIsNotFree() {
    AllocatorBench bench = bench();
    Resources used = resources("cpus:3").allocatedTo("r");
    bench.agent("a", resources("cpus:4"), Map.of(id("f"), used));
    bench.framework("g", "r");
    assertThat(bench.offer()).hasToString("g@r a cpus:1");
    bench.tell(
        allocator ->
            allocator.addFramework(
                id("f"),
                Given.multiRole("r").build(),
                Map.of(agentId("a"), used),
                true,
                FrameworkOptions.NONE));
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
    bench.agent("b", "cpus:1");
    assertThat(bench.offer().framework()).isEqualTo(id("g"));
    bench.recover(new Offer(id("f"), "r", agentId("a"), used));
    bench.rounds(1);
    assertThat(bench.offer().resources().unallocated()).isEqualTo(resources("cpus:3"));
  }

  @Test
  default void takesWhatAFrameworkUsesFromWhomeverTellsItFirst() {
    AllocatorBench bench = bench();
    bench.agent("a", "cpus:4");
    bench.tell(
        allocator ->
            allocator.addFramework(
                id("f"),
                Given.multiRole("r").build(),
                Map.of(agentId("a"), resources("cpus:3").allocatedTo("r")),
                true,
                FrameworkOptions.NONE));
    assertThat(bench.offer()).hasToString("f@r a cpus:1");
  }

  @Test
  default void whatIsRecoveredTwiceIsFreeOnce() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    Offer offer = bench.offer();
    bench.recover(offer);
    bench.recover(offer);
    bench.rounds(1);
    assertThat(bench.offer()).hasToString("f@r a cpus:4");
  }
}
