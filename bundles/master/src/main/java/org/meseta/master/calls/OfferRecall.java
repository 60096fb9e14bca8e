package org.meseta.master.calls;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.meseta.master.roles.Consumption;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.plugin.allocator.Quota;
import org.meseta.resources.ResourceQuantities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes offers back that would not be made any more since weights or quotas have changed. */
final class OfferRecall {
  private static final Logger LOG = LoggerFactory.getLogger(OfferRecall.class);

  private final Desk desk;
  private final OfferDesk offers;

  OfferRecall(Desk desk, OfferDesk offers) {
    this.desk = desk;
    this.offers = offers;
  }

  /** All offers, if one of these roles is in use: each of them may belong to somebody else now. */
  void forWeights(Set<String> roles) {
    boolean inUse =
        desk.ledger().frameworks().values().stream()
            .anyMatch(f -> f.roles().stream().anyMatch(used -> isAmong(roles, used)));
    if (inUse) {
      rescind(outstanding(), "weights");
    }
  }

  private static boolean isAmong(Set<String> roles, String used) {
    return roles.stream().anyMatch(role -> Consumption.covers(role, used));
  }

  /**
   * Offers to the role, until what it has is within its limits; then those to others, until what
   * the role is owed is free on as many agents as it has frameworks.
   */
  void forQuota(String role, Quota quota) {
    ResourceQuantities consumed = Consumption.of(role, desk.ledger().agents().values());
    List<Offered> own =
        outstanding().stream().filter(o -> Consumption.covers(role, o.role())).toList();
    ResourceQuantities withOffers = consumed;
    for (Offered offer : own) {
      withOffers = withOffers.plus(Consumption.unreserved(role, offer.resources()));
    }
    for (Offered offer : own) {
      if (!quota.limits().allow(withOffers)) {
        rescind(List.of(offer), "the limits of role " + role);
        withOffers = withOffers.minus(Consumption.unreserved(role, offer.resources()));
      }
    }
    freeFor(role, quota.guarantees().minus(withOffers));
  }

  private void freeFor(String role, ResourceQuantities owed) {
    long frameworks =
        desk.ledger().frameworks().values().stream()
            .filter(Framework::active)
            .filter(f -> f.roles().stream().anyMatch(r -> Consumption.covers(role, r)))
            .count();
    ResourceQuantities missing = owed;
    long agents = 0;
    for (List<Offered> onAgent : othersByAgent(role)) {
      if (owed.isEmpty() || (missing.isEmpty() && agents >= frameworks)) {
        return;
      }
      for (Offered offer : onAgent) {
        missing = missing.minus(offer.resources().nonRevocable().unreserved().scalarQuantities());
      }
      rescind(onAgent, "the guarantees of role " + role);
      agents++;
    }
  }

  private Collection<List<Offered>> othersByAgent(String role) {
    return outstanding().stream()
        .filter(offer -> !Consumption.covers(role, offer.role()))
        .collect(
            Collectors.groupingBy(o -> o.agent().getValue(), TreeMap::new, Collectors.toList()))
        .values();
  }

  /** In an order that depends on nothing but the cluster. */
  private List<Offered> outstanding() {
    return desk.ledger().frameworks().values().stream()
        .flatMap(framework -> framework.offers().values().stream())
        .sorted(Comparator.comparing(offer -> offer.id().getValue()))
        .toList();
  }

  private void rescind(List<Offered> which, String why) {
    which.forEach(offers::rescind);
    if (!which.isEmpty()) {
      LOG.info("{} offers are taken back because of {}", which.size(), why);
    }
  }
}
