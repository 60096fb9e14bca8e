package org.meseta.master.offers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    List<Offered> own = new ArrayList<>();
    String error = ids.isEmpty() ? "No offers specified" : null;
    Set<OfferID> seen = new HashSet<>();
    for (OfferID id : ids) {
      String problem =
          seen.add(id) ? add(framework, id, find.apply(id), own) : "Duplicate offer " + text(id);
      error = error == null ? problem : error;
    }
    return new OfferSet(List.copyOf(own), error == null ? different(own) : error);
  }

  private static @Nullable String add(
      FrameworkID framework, OfferID id, @Nullable Offered offer, List<Offered> own) {
    if (offer == null) {
      return "Offer " + text(id) + " is no longer valid";
    }
    if (!offer.framework().equals(framework)) {
      return "Offer "
          + text(id)
          + " has invalid framework "
          + offer.framework().getValue()
          + " while framework "
          + framework.getValue()
          + " is expected";
    }
    own.add(offer);
    return null;
  }

  private static @Nullable String different(List<Offered> offers) {
    if (offers.stream().map(Offered::role).distinct().count() > 1) {
      return "Aggregated offers must be of one role";
    }
    if (offers.stream().map(Offered::agent).distinct().count() > 1) {
      return "Aggregated offers must be of one agent";
    }
    return null;
  }

  private static String text(OfferID id) {
    return id.getValue();
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
