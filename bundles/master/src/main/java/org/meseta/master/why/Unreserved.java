package org.meseta.master.why;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.meseta.master.api.Explanation.Remedy;
import org.meseta.master.state.Agent;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/** Which reservation of an agent an operator could end for the sake of others. */
final class Unreserved {

  private Unreserved() {}

  /** The role of which most can be given back: nobody uses it, and it is reserved dynamically. */
  static Remedy remedy(Agent agent, String role) {
    Optional<Owned> most = amounts(agent).max(Comparator.comparingLong(o -> o.milli("cpus")));
    return most.map(
            owned ->
                new Remedy(
                    "End the reservation of role "
                        + owned.role
                        + " on "
                        + agent.info().getHostname(),
                    Paste.unreserve(agent.id(), owned.role, owned.text())))
        .orElseGet(
            () ->
                Remedy.of(
                    "Add agents, or reserve some of agent "
                        + agent.id().getValue()
                        + " to role "
                        + role
                        + ": its static reservations are its own (--resources), and what is used"
                        + " or holds volumes stays"));
  }

  /** What a role has reserved, in thousandths. */
  private record Owned(String role, Map<String, Long> amounts) {
    long milli(String name) {
      return amounts.getOrDefault(name, 0L);
    }

    String text() {
      return ResourceQuantities.ofMilli(amounts).toString();
    }
  }

  private static Stream<Owned> amounts(Agent agent) {
    Resources free = agent.total();
    for (Resources used : agent.used().values()) {
      free = free.minus(used.unallocated());
    }
    Resources reserved = free.reserved().nonRevocable();
    Map<String, Map<String, Long>> amounts = new TreeMap<>();
    for (Resource each : reserved.minus(reserved.volumes()).toList()) {
      if (each.hasScalar() && isForAllAfterwards(each)) {
        long milli = Resources.of(List.of(each)).scalarQuantities().milli(each.getName());
        // What differs in more than its amount is given back one after the other.
        amounts
            .computeIfAbsent(each.getReservations(0).getRole(), r -> new HashMap<>())
            .merge(each.getName(), milli, Math::max);
      }
    }
    return amounts.entrySet().stream().map(e -> new Owned(e.getKey(), e.getValue()));
  }

  private static boolean isForAllAfterwards(Resource reserved) {
    return reserved.getReservationsCount() == 1
        && reserved.getReservations(0).getType() == ReservationInfo.Type.DYNAMIC;
  }
}
