package org.meseta.plugins.allocator.hierarchical;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;
import org.meseta.testkit.allocator.Offer;

/**
 * Weighted, hierarchical dominant resource fairness by the book: all shares are computed from all
 * that is held, whenever somebody asks. Slow and obvious.
 */
final class FairShareOracle {

  private final Map<String, Double> weights;
  private final List<Resources> agents = new ArrayList<>();
  private final List<Offer> held = new ArrayList<>();

  FairShareOracle(Map<String, Double> weights) {
    this.weights = weights;
  }

  void add(Resources agent) {
    agents.add(agent);
  }

  List<Offer> held() {
    return held;
  }

  /** A sibling: a role with all below it, the frameworks of a role together, or one of them. */
  record Candidate(String role, boolean subtree, String framework) {

    boolean has(Offer offer) {
      return subtree
          ? offer.role().equals(role) || offer.role().startsWith(role + "/")
          : offer.role().equals(role)
              && (framework.isEmpty() || offer.framework().getValue().equals(framework));
    }
  }

  /** Who competes with whom, over the whole tree of these clients. */
  static List<List<Candidate>> siblings(Map<String, Set<String>> frameworksByRole) {
    List<List<Candidate>> groups = new ArrayList<>();
    collect("", frameworksByRole, groups);
    return groups;
  }

  private static void collect(
      String path, Map<String, Set<String>> clients, List<List<Candidate>> groups) {
    List<Candidate> group = new ArrayList<>();
    Set<String> below = new TreeSet<>();
    for (String role : clients.keySet()) {
      if (path.isEmpty() || role.startsWith(path + "/")) {
        int from = path.isEmpty() ? 0 : path.length() + 1;
        int end = role.indexOf('/', from);
        below.add(end < 0 ? role : role.substring(0, end));
      }
    }
    below.forEach(role -> group.add(new Candidate(role, true, "")));
    if (clients.containsKey(path)) {
      group.add(new Candidate(path, false, ""));
      groups.add(clients.get(path).stream().map(f -> new Candidate(path, false, f)).toList());
    }
    groups.add(group);
    below.forEach(role -> collect(role, clients, groups));
  }

  /** Exact to 34 digits. */
  BigDecimal share(Candidate candidate) {
    return share(candidate, held.stream().filter(candidate::has).toList());
  }

  /** The share without the largest thing it was ever given. */
  BigDecimal shareBeforeTheLast(Candidate candidate) {
    List<Offer> its = held.stream().filter(candidate::has).toList();
    BigDecimal largest =
        its.stream()
            .map(offer -> share(candidate, List.of(offer)))
            .reduce(BigDecimal.ZERO, BigDecimal::max);
    return share(candidate, its).subtract(largest);
  }

  private BigDecimal share(Candidate candidate, List<Offer> offers) {
    ResourceQuantities total = sum(agents);
    ResourceQuantities its = sum(offers.stream().map(Offer::resources).toList());
    BigDecimal dominant = BigDecimal.ZERO;
    for (String name : total.names()) {
      BigDecimal part =
          BigDecimal.valueOf(its.milli(name))
              .divide(BigDecimal.valueOf(total.milli(name)), MathContext.DECIMAL128);
      dominant = dominant.max(part);
    }
    double weight = candidate.subtree() ? weights.getOrDefault(candidate.role(), 1.0) : 1;
    return dominant.divide(BigDecimal.valueOf(weight), MathContext.DECIMAL128);
  }

  private static ResourceQuantities sum(List<Resources> some) {
    ResourceQuantities sum = ResourceQuantities.empty();
    for (Resources each : some) {
      sum = sum.plus(each.scalarQuantities());
    }
    return sum;
  }
}
