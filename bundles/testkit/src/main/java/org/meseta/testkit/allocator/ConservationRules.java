package org.meseta.testkit.allocator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;
import org.meseta.runtime.ManualTime;

/** Whatever happens in whatever order, nothing is given away twice and nothing is lost. */
public interface ConservationRules extends OnBench {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  default void nothingIsAllocatedTwiceAndNothingIsLost(long seed) {
    Story story = new Story(bench(Given.minAllocatable("")), seed);
    for (int i = 0; i < 300; i++) {
      story.step();
      story.check();
    }
    story.end();
  }

  /** Agents and frameworks that come, use, decline, change and go at random. */
  final class Story {
    private static final List<String> ROLES = List.of("r", "s", "s/t");
    private static final Resources EACH =
        Given.resources("cpus:2;mem:100;ports:[1-9];cpus(s):1;mem(r):5");

    private final AllocatorBench bench;
    private final RandomGenerator random;
    private final Set<AgentID> agents = new LinkedHashSet<>();
    private final Set<FrameworkID> frameworks = new LinkedHashSet<>();
    private final List<Offer> held = new ArrayList<>();
    private int names;

    Story(AllocatorBench bench, long seed) {
      this.bench = bench;
      this.random = new ManualTime(seed).random();
    }

    void step() {
      switch (random.nextInt(9)) {
        case 0 -> agents.add(bench.agent("a" + names++, EACH, Map.of()));
        case 1 -> frameworks.add(bench.framework("f" + names++, rolesAtRandom()));
        case 2 -> removeAgent();
        case 3 -> removeFramework();
        case 4 -> pick(frameworks).ifPresent(this::updateRoles);
        case 5 -> pick(frameworks).ifPresent(this::bounce);
        case 6 -> bench.rounds(1 + random.nextInt(3));
        default -> giveBack();
      }
      held.addAll(bench.offers());
    }

    private String[] rolesAtRandom() {
      return ROLES.subList(random.nextInt(2), 2 + random.nextInt(2)).toArray(new String[0]);
    }

    private <T> Optional<T> pick(Set<T> some) {
      return some.isEmpty()
          ? Optional.empty()
          : some.stream().skip(random.nextInt(some.size())).findFirst();
    }

    private void removeAgent() {
      if (agents.size() > 3) {
        pick(agents)
            .ifPresent(
                agent -> {
                  agents.remove(agent);
                  held.removeIf(offer -> offer.agent().equals(agent));
                  bench.tell(a -> a.removeAgent(agent));
                });
      }
    }

    private void removeFramework() {
      pick(frameworks)
          .ifPresent(
              framework -> {
                frameworks.remove(framework);
                List<Offer> theirs =
                    held.stream().filter(o -> o.framework().equals(framework)).toList();
                held.removeAll(theirs);
                bench.tell(a -> a.deactivateFramework(framework));
                theirs.forEach(bench::recover);
                bench.tell(a -> a.removeFramework(framework));
              });
    }

    private void updateRoles(FrameworkID framework) {
      String[] roles = rolesAtRandom();
      bench.tell(
          a -> a.updateFramework(framework, Given.multiRole(roles).build(), FrameworkOptions.NONE));
    }

    private void bounce(FrameworkID framework) {
      bench.tell(a -> a.deactivateFramework(framework));
      bench.tell(a -> a.activateFramework(framework));
    }

    private void giveBack() {
      if (!held.isEmpty()) {
        Offer offer = held.remove(random.nextInt(held.size()));
        bench.decline(offer, random.nextInt(4));
      }
    }

    /**
     * What is out never exceeds what the agent has, and only its role may have what is reserved.
     */
    void check() {
      Map<AgentID, Resources> out = new HashMap<>();
      for (Offer offer : held) {
        Resources given = offer.resources().unallocated();
        assertThat(given.allocatableTo(offer.role())).isEqualTo(given);
        out.merge(offer.agent(), given, Resources::plus);
      }
      out.forEach(
          (agent, resources) -> {
            assertThat(agents).contains(agent);
            assertThat(EACH.contains(resources)).as("%s of %s", resources, agent).isTrue();
          });
    }

    /** When all comes back, somebody who wants everything is offered everything. */
    void end() {
      held.forEach(bench::recover);
      held.clear();
      List.copyOf(frameworks)
          .forEach(
              framework -> {
                bench.tell(a -> a.deactivateFramework(framework));
                bench.tell(a -> a.removeFramework(framework));
              });
      held.addAll(bench.offers());
      assertThat(held).isEmpty();
      bench.framework("last", "r", "s");
      bench.rounds(2);
      Resources all = Resources.empty();
      for (Offer offer : bench.offers()) {
        all = all.plus(offer.resources().unallocated());
      }
      Resources expected = Resources.empty();
      for (int i = 0; i < agents.size(); i++) {
        expected = expected.plus(EACH);
      }
      assertThat(all.scalarQuantities()).isEqualTo(expected.scalarQuantities());
    }
  }
}
