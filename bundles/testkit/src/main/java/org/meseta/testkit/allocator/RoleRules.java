package org.meseta.testkit.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.testkit.allocator.AllocatorBench.id;
import static org.meseta.testkit.allocator.Given.resources;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.allocator.FrameworkOptions;

/** Roles, reservations, suppression. */
public interface RoleRules extends OnBench {

  @Test
  default void offersReservedResourcesOnlyToTheirRoleAndThoseBelow() {
    AllocatorBench bench = bench();
    bench.framework("other", "ops");
    bench.agent("a", "cpus(eng):4");
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
    bench.framework("below", "eng/web");
    assertThat(bench.offer()).hasToString("below@eng/web a cpus(eng):4");
  }

  @Test
  default void aRoleThatOnlyLooksLikeOneBelowGetsNothing() {
    AllocatorBench bench = bench();
    bench.framework("f", "engineering");
    bench.framework("above", "eng");
    bench.agent("a", "cpus(eng/web):4");
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
  }

  @Test
  default void oneAgentServesSeveralRolesAtOnce() {
    AllocatorBench bench = bench();
    bench.tell(allocator -> allocator.pause());
    bench.framework("e", "eng");
    bench.framework("o", "ops");
    bench.agent("a", "cpus(eng):1;cpus(ops):2;cpus:4");
    bench.tell(allocator -> allocator.resume());
    bench.rounds(1);
    assertThat(bench.offers())
        .extracting(Offer::toString)
        .containsExactlyInAnyOrder("e@eng a cpus(eng):1;cpus:4", "o@ops a cpus(ops):2");
  }

  @Test
  default void aFrameworkIsOfferedForEachOfItsRoles() {
    needs(Ability.FAIRNESS);
    AllocatorBench bench = bench();
    bench.framework("f", "r", "s");
    bench.agent("a", "cpus:1");
    bench.agent("b", "cpus:1");
    assertThat(bench.offers()).extracting(Offer::role).containsExactlyInAnyOrder("r", "s");
  }

  @Test
  default void aFrameworkWithOneRoleIsOfferedForIt() {
    AllocatorBench bench = bench();
    bench.framework("f", Given.singleRole("r").build());
    bench.agent("a", "cpus(r):1");
    assertThat(bench.offer().role()).isEqualTo("r");
  }

  @Test
  default void theDefaultRoleIsARoleLikeOthers() {
    AllocatorBench bench = bench();
    bench.framework("f", Given.singleRole("*").build());
    bench.agent("a", "cpus:1;cpus(r):1");
    assertThat(bench.offer()).hasToString("f@* a cpus:1");
  }

  @Test
  default void offersNothingForASuppressedRole() {
    AllocatorBench bench = bench();
    bench.framework("f", "r", "s");
    bench.tell(allocator -> allocator.suppressOffers(id("f"), Set.of("r")));
    bench.agent("a", "cpus:1");
    assertThat(bench.offer().role()).isEqualTo("s");
    bench.tell(allocator -> allocator.suppressOffers(id("f"), Set.of("s")));
    bench.agent("b", "cpus:1");
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
    bench.tell(allocator -> allocator.reviveOffers(id("f"), Set.of("r")));
    assertThat(bench.offer()).hasToString("f@r b cpus:1");
  }

  @Test
  default void rolesMayBeSuppressedFromTheStart() {
    AllocatorBench bench = bench();
    bench.tell(
        allocator ->
            allocator.addFramework(
                id("f"),
                Given.multiRole("r").build(),
                Map.of(),
                true,
                FrameworkOptions.suppressing(Set.of("r"))));
    bench.agent("a", "cpus:1");
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
    bench.tell(
        a -> a.updateFramework(id("f"), Given.multiRole("r").build(), FrameworkOptions.NONE));
    bench.rounds(1);
    assertThat(bench.offers()).hasSize(1);
  }

  @Test
  default void aRoleGivenUpIsNotOfferedButKeepsWhatItHolds() {
    AllocatorBench bench = bench();
    bench.framework("f", "r");
    bench.agent("a", "cpus:4");
    Offer offer = bench.offer();
    bench.tell(
        a -> a.updateFramework(id("f"), Given.multiRole("s").build(), FrameworkOptions.NONE));
    bench.rounds(2);
    assertThat(bench.offers()).isEmpty();
    bench.recover(offer, resources("cpus:1").allocatedTo("r"), Optional.empty());
    bench.rounds(1);
    assertThat(bench.offer()).hasToString("f@s a cpus:1");
    bench.recover(offer, resources("cpus:3").allocatedTo("r"), Optional.empty());
    bench.rounds(1);
    assertThat(bench.offer()).hasToString("f@s a cpus:3");
  }
}
