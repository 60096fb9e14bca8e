package org.meseta.plugins.allocator.hierarchical.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.resources.ResourceQuantities;

class ShareTreeTest {

  private final ShareTree<String> tree =
      new ShareTree<>(new Dimensions(), Set.of(), Map.of("heavy", 4.0));

  private static ResourceQuantities some(String text) {
    return ResourceQuantities.parse(text);
  }

  private Member<String> add(String role, String name) {
    Member<String> member = tree.add(role, name, role + ":" + name);
    tree.setActive(member, true);
    return member;
  }

  private List<String> order() {
    List<String> order = new ArrayList<>();
    tree.refresh();
    tree.walk(
        new ShareTree.Walker<>() {
          @Override
          public boolean enter(String any) {
            return true;
          }

          @Override
          public boolean visit(String client) {
            order.add(client);
            return true;
          }
        });
    return order;
  }

  @Test
  void theDominantShareIsTheLargest() {
    tree.addTotal(some("cpus:10;mem:100"));
    Member<String> cpu = add("r", "cpu");
    Member<String> mem = add("r", "mem");
    tree.allocated(cpu, some("cpus:3;mem:1"));
    tree.allocated(mem, some("cpus:1;mem:20"));
    assertThat(order()).containsExactly("r:mem", "r:cpu");
    assertThat(tree.share("r")).isEqualTo(0.4);
  }

  @Test
  void aChangeOfTheTotalsChangesTheOrder() {
    tree.addTotal(some("cpus:10;mem:100"));
    Member<String> cpu = add("r", "cpu");
    Member<String> mem = add("r", "mem");
    tree.allocated(cpu, some("cpus:3"));
    tree.allocated(mem, some("mem:20"));
    assertThat(order()).containsExactly("r:mem", "r:cpu");
    tree.addTotal(some("cpus:90"));
    assertThat(order()).containsExactly("r:cpu", "r:mem");
    tree.removeTotal(some("cpus:90"));
    assertThat(order()).containsExactly("r:mem", "r:cpu");
  }

  @Test
  void weightsDivideShares() {
    tree.addTotal(some("cpus:10"));
    Member<String> heavy = add("heavy", "a");
    Member<String> light = add("light", "b");
    tree.allocated(heavy, some("cpus:3"));
    tree.allocated(light, some("cpus:1"));
    assertThat(order()).containsExactly("heavy:a", "light:b");
    tree.setWeights(Map.of("heavy", 1.0));
    assertThat(order()).containsExactly("light:b", "heavy:a");
  }

  @Test
  void passesOnlyActiveMembers() {
    Member<String> member = add("r/s", "a");
    add("r", "b");
    tree.setActive(member, false);
    assertThat(order()).containsExactly("r:b");
    tree.setActive(member, true);
    assertThat(order()).containsExactlyInAnyOrder("r:b", "r/s:a");
  }

  @Test
  void forgetsRolesWithoutMembers() {
    Member<String> member = add("r/s/t", "a");
    tree.remove(member);
    assertThat(order()).isEmpty();
    assertThat(tree.share("r")).isZero();
    add("r", "b");
    assertThat(order()).containsExactly("r:b");
  }

  /** Moving what changed must give the same as sorting all anew. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsTheOrderThatSortingWouldGive(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    tree.addTotal(some("cpus:1000"));
    Map<String, Long> held = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    List<Member<String>> members = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      members.add(add("r", "m" + i));
    }
    for (int i = 0; i < 500; i++) {
      Member<String> member = members.get(random.nextInt(members.size()));
      String name = member.client();
      long cpus = random.nextInt(1, 5);
      if (held.getOrDefault(name, 0L) >= cpus && random.nextBoolean()) {
        tree.released(member, some("cpus:" + cpus));
        held.merge(name, -cpus, Long::sum);
      } else {
        tree.allocated(member, some("cpus:" + cpus));
        held.merge(name, cpus, Long::sum);
        counts.merge(name, 1, Integer::sum);
      }
    }
    List<String> sorted =
        members.stream()
            .map(Member::client)
            .sorted(
                Comparator.comparing((String name) -> held.getOrDefault(name, 0L))
                    .thenComparing(name -> counts.getOrDefault(name, 0))
                    .thenComparing(name -> name))
            .toList();
    assertThat(order()).isEqualTo(sorted);
  }
}
