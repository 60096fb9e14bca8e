package org.meseta.plugins.allocator.hierarchical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;
import org.meseta.runtime.ManualTime;
import org.meseta.testkit.allocator.AllocatorBench;
import org.meseta.testkit.allocator.Given;
import org.meseta.testkit.allocator.Offer;

/**
 * A long history of everything that can happen to an allocator, news and offers. What is out is
 * counted beside it: never more than there is, never for the wrong role, never more than a limit;
 * and in the end everything comes back.
 */
class MillionEventsTest {

  private static final int EVENTS = 1_000_000;
  private static final int ROUND = 500;
  private static final List<String> ROLES = List.of("r", "s", "s/t", "limited", "limited/below");
  private static final long LIMIT = 12_000;
  private static final Resources FREE = Given.resources("cpus:1;mem:64");
  private static final Resources RESERVED = Given.resources("cpus(s):1;mem(s):64");

  private final RandomGenerator random = new ManualTime(42).random();
  private final AllocatorBench bench =
      new AllocatorBench(new HierarchicalFactory(), Given.minAllocatable(""), 42);
  private final List<AgentID> agents = new ArrayList<>();
  private final Map<AgentID, Resources> totals = new HashMap<>();
  private final Map<AgentID, Resources> out = new HashMap<>();
  private final List<FrameworkID> frameworks = new ArrayList<>();
  private final List<Offer> held = new ArrayList<>();
  private long limitedCpus;
  private int events;
  private int offers;
  private int names;

  @Test
  void nothingIsLostOrGivenTwiceInAMillionEvents() {
    Quota quota =
        new Quota(
            ResourceQuantities.ofMilli(Map.of("cpus", LIMIT / 2)),
            ResourceLimits.ofMilli(Map.of("cpus", LIMIT)));
    bench.tell(a -> a.updateQuotas(Map.of("limited", quota)));
    while (events + offers < EVENTS) {
      bench.tell(
          allocator -> {
            for (int i = 0; i < ROUND; i++) {
              event(allocator);
            }
          });
      collect();
      bench.rounds(1);
      collect();
    }
    assertThat(offers).isGreaterThan(EVENTS / 5);
    everythingComesBack();
  }

  private void event(Allocator allocator) {
    events++;
    int kind = random.nextInt(1000);
    if (kind < 3 || agents.size() < 40) {
      addAgent(allocator);
    } else if (kind < 5 && agents.size() > 60) {
      removeAgent(allocator);
    } else if (kind < 8 || frameworks.size() < 3) {
      addFramework(allocator);
    } else if (kind < 10 && frameworks.size() > 5) {
      removeFramework(allocator);
    } else if (kind < 40) {
      changeFramework(allocator, frameworks.get(random.nextInt(frameworks.size())));
    } else if (kind < 60) {
      changeAgent(allocator, agents.get(random.nextInt(agents.size())));
    } else if (kind < 100) {
      convert(allocator);
    } else {
      giveBack(allocator);
    }
  }

  private void addAgent(Allocator allocator) {
    AgentID id = AllocatorBench.agentId("a" + names++);
    Resources total = Given.resources("cpus:4;mem:256;cpus(s):1;mem(s):64");
    agents.add(id);
    totals.put(id, total);
    out.put(id, Resources.empty());
    allocator.addAgent(id, Given.agentInfo(id.getValue()), Given.abilities(), total, Map.of());
  }

  private void removeAgent(Allocator allocator) {
    AgentID id = agents.remove(random.nextInt(agents.size()));
    allocator.removeAgent(id);
    held.removeIf(offer -> offer.agent().equals(id) && forget(offer, offer.resources()));
    totals.remove(id);
    out.remove(id);
  }

  private void addFramework(Allocator allocator) {
    FrameworkID id = AllocatorBench.id("f" + names++);
    frameworks.add(id);
    allocator.addFramework(id, infoAtRandom(), Map.of(), true, FrameworkOptions.NONE);
  }

  private FrameworkInfo infoAtRandom() {
    int from = random.nextInt(ROLES.size());
    int to = from + 1 + random.nextInt(ROLES.size() - from);
    return Given.multiRole(ROLES.subList(from, to).toArray(new String[0])).build();
  }

  private void removeFramework(Allocator allocator) {
    FrameworkID id = frameworks.remove(random.nextInt(frameworks.size()));
    allocator.deactivateFramework(id);
    for (Offer offer : List.copyOf(held)) {
      if (offer.framework().equals(id)) {
        held.remove(offer);
        recover(allocator, offer, offer.resources(), Optional.empty());
      }
    }
    allocator.removeFramework(id);
  }

  private void changeFramework(Allocator allocator, FrameworkID id) {
    switch (random.nextInt(3)) {
      case 0 -> allocator.updateFramework(id, infoAtRandom(), FrameworkOptions.NONE);
      case 1 -> allocator.deactivateFramework(id);
      default -> allocator.activateFramework(id);
    }
  }

  private void changeAgent(Allocator allocator, AgentID id) {
    switch (random.nextInt(3)) {
      case 0 ->
          allocator.updateAgent(
              id, Given.agentInfo(id.getValue()), Given.abilities(), totals.getOrDefault(id, FREE));
      case 1 -> allocator.deactivateAgent(id);
      default -> allocator.activateAgent(id);
    }
  }

  /** A framework reserves or unreserves what it holds; or an operator, what nobody holds. */
  private void convert(Allocator allocator) {
    boolean reserve = random.nextBoolean();
    Resources before = reserve ? FREE : RESERVED;
    Resources after = reserve ? RESERVED : FREE;
    if (random.nextBoolean()) {
      AgentID id = agents.get(random.nextInt(agents.size()));
      Resources total = totals.getOrDefault(id, FREE);
      if (total.minus(out.getOrDefault(id, FREE)).contains(before)) {
        totals.put(id, total.minus(before).plus(after));
        allocator.updateAvailable(id, before, after);
      }
    } else if (!held.isEmpty()) {
      int at = random.nextInt(held.size());
      Offer offer = held.get(at);
      Resources there = before.allocatedTo(offer.role());
      if (offer.role().startsWith("s") && offer.resources().contains(there)) {
        Resources then = offer.resources().minus(there).plus(after.allocatedTo(offer.role()));
        held.set(at, new Offer(offer.framework(), offer.role(), offer.agent(), then));
        totals.merge(offer.agent(), after, (total, more) -> total.minus(before).plus(more));
        out.merge(offer.agent(), after, (all, more) -> all.minus(before).plus(more));
        allocator.updateAllocation(
            offer.framework(), offer.agent(), there, after.allocatedTo(offer.role()));
      }
    }
  }

  private void giveBack(Allocator allocator) {
    if (held.isEmpty()) {
      return;
    }
    int at = random.nextInt(held.size());
    Offer offer = held.get(at);
    held.set(at, held.get(held.size() - 1));
    held.remove(held.size() - 1);
    Resources part = offer.resources();
    Resources task = FREE.allocatedTo(offer.role());
    if (random.nextInt(3) == 0 && part.contains(task) && !part.equals(task)) {
      held.add(new Offer(offer.framework(), offer.role(), offer.agent(), task));
      part = part.minus(task);
    }
    boolean declined = random.nextInt(4) == 0;
    Optional<Filters> filters =
        declined ? Optional.of(AllocatorBench.filters(random.nextInt(4))) : Optional.empty();
    recover(allocator, offer, part, filters);
  }

  private void recover(
      Allocator allocator, Offer offer, Resources part, Optional<Filters> filters) {
    forget(offer, part);
    allocator.recoverResources(offer.framework(), offer.agent(), part, filters);
  }

  private boolean forget(Offer offer, Resources part) {
    out.computeIfPresent(offer.agent(), (agent, all) -> all.minus(part.unallocated()));
    if (offer.role().startsWith("limited")) {
      limitedCpus -= part.unreserved().scalarQuantities().milli("cpus");
    }
    return true;
  }

  private void collect() {
    for (Offer offer : bench.offers()) {
      offers++;
      Resources given = offer.resources().unallocated();
      Resources all = out.getOrDefault(offer.agent(), Resources.empty()).plus(given);
      Resources total = totals.get(offer.agent());
      if (total == null || !total.contains(all)) {
        throw new AssertionError(offer + ": out would be " + all + " of " + total);
      }
      if (!given.allocatableTo(offer.role()).equals(given)) {
        throw new AssertionError(offer + " is reserved for another role");
      }
      out.put(offer.agent(), all);
      held.add(offer);
      if (offer.role().startsWith("limited")) {
        limitedCpus += given.unreserved().scalarQuantities().milli("cpus");
        if (limitedCpus > LIMIT) {
          throw new AssertionError(offer + ": the role consumes " + limitedCpus);
        }
      }
    }
  }

  private void everythingComesBack() {
    bench.tell(
        allocator -> {
          List.copyOf(frameworks).forEach(allocator::deactivateFramework);
          for (Offer offer : held) {
            recover(allocator, offer, offer.resources(), Optional.empty());
          }
          frameworks.forEach(allocator::removeFramework);
          agents.forEach(allocator::activateAgent);
          allocator.updateQuotas(Map.of("limited", Quota.NONE));
        });
    collect();
    assertThat(out.values()).allMatch(Resources::isEmpty);
    assertThat(limitedCpus).isZero();
    bench.framework("last", "r", "s");
    bench.rounds(2);
    Map<AgentID, Resources> offered = new HashMap<>();
    for (Offer offer : bench.offers()) {
      offered.merge(offer.agent(), offer.resources().unallocated(), Resources::plus);
    }
    assertThat(offered).isEqualTo(totals);
  }
}
