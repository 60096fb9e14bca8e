package org.meseta.master.offers;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Offered;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.OfferID;
import org.meseta.resources.Resources;

/**
 * Offers that a framework accepts together.
 *
 * @param offers those that are out and the framework's own; may be used even if there is an error
 * @param error why they cannot be accepted; null if they can
 */
public record OfferSet(List<Offered> offers, @Nullable String error) {

  /**
   * Looks up what a framework names.
   *
   * @param find finds an offer that is out
   */
  public static OfferSet of(
      FrameworkID framework, List<OfferID> ids, Function<OfferID, @Nullable Offered> find) {
    Map<OfferID, Offered> out = new LinkedHashMap<>();
    for (OfferID id : ids) {
      Offered offer = find.apply(id);
      if (offer != null) {
        out.put(id, offer);
      }
    }
    List<Offered> own =
        out.values().stream().filter(offer -> offer.framework().equals(framework)).toList();
    return new OfferSet(own, error(framework, ids, out).orElse(null));
  }

  /** The first rule that is broken: each is held against all offers before the next one is. */
  private static Optional<String> error(
      FrameworkID framework, List<OfferID> ids, Map<OfferID, Offered> out) {
    if (ids.isEmpty()) {
      return Optional.of("No offers specified");
    }
    return twice(ids)
        .or(() -> over(ids, out))
        .or(() -> foreign(framework, out.values()))
        .or(() -> otherRole(out.values()))
        .or(() -> otherAgent(out.values()));
  }

  private static Optional<String> twice(List<OfferID> ids) {
    Set<OfferID> seen = new HashSet<>();
    return ids.stream()
        .filter(id -> !seen.add(id))
        .findFirst()
        .map(id -> "Duplicate offer " + id.getValue() + " in offer list");
  }

  private static Optional<String> over(List<OfferID> ids, Map<OfferID, Offered> out) {
    return ids.stream()
        .filter(id -> !out.containsKey(id))
        .findFirst()
        .map(id -> "Offer " + id.getValue() + " is no longer valid");
  }

  private static Optional<String> foreign(FrameworkID framework, Collection<Offered> offers) {
    return offers.stream()
        .filter(offer -> !offer.framework().equals(framework))
        .findFirst()
        .map(
            offer ->
                "Offer %s has invalid framework %s while framework %s is expected"
                    .formatted(
                        offer.id().getValue(), offer.framework().getValue(), framework.getValue()));
  }

  private static Optional<String> otherRole(Collection<Offered> offers) {
    String first = offers.iterator().next().role();
    return offers.stream()
        .filter(offer -> !offer.role().equals(first))
        .findFirst()
        .map(
            offer ->
                "Aggregated offers must be allocated to the same role. Offer %s uses role '%s' but"
                        .formatted(offer.id().getValue(), offer.role())
                    + " another is using role '"
                    + first
                    + "'");
  }

  private static Optional<String> otherAgent(Collection<Offered> offers) {
    AgentID first = offers.iterator().next().agent();
    return offers.stream()
        .filter(offer -> !offer.agent().equals(first))
        .findFirst()
        .map(
            offer ->
                "Aggregated offers must belong to one single agent. Offer %s uses agent %s and"
                        .formatted(offer.id().getValue(), offer.agent().getValue())
                    + " agent "
                    + first.getValue());
  }

  /** The one agent of acceptable offers. */
  public AgentID agent() {
    return offers.get(0).agent();
  }

  /** The one role of acceptable offers. */
  public String role() {
    return offers.get(0).role();
  }

  /** All that is in them. */
  public Resources resources() {
    return offers.stream().map(Offered::resources).reduce(Resources.empty(), Resources::plus);
  }
}
