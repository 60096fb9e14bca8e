package org.meseta.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.meseta.protocol.v1.Offer;
import org.meseta.resources.Resources;

/** Remembers the offers that were too small, to tell people why nothing happens. */
final class Shortage {
  private static final int MOST_SHOWN = 3;

  private final Resources needed;
  private final Map<String, String> byAgent = new LinkedHashMap<>();

  Shortage(Resources needed) {
    this.needed = needed;
  }

  void declined(Offer offer, Resources resources) {
    byAgent.put(
        offer.getAgentId().getValue(),
        offer.getHostname() + " offers " + resources + " (too little " + missing(resources) + ")");
  }

  private String missing(Resources resources) {
    return needed.names().stream()
        .filter(name -> !resources.contains(needed.named(name)))
        .collect(Collectors.joining(", "));
  }

  /**
   * What was too small, and how to ask the master for more.
   *
   * @param framework its id
   */
  String explain(String framework) {
    String offers =
        byAgent.isEmpty()
            ? "nothing has been offered; is there an agent, and is it free?"
            : byAgent.values().stream().limit(MOST_SHOWN).collect(Collectors.joining("; "));
    int more = Math.max(0, byAgent.size() - MOST_SHOWN);
    return "Waiting for "
        + needed
        + ": "
        + offers
        + (more > 0 ? "; " + more + " more" : "")
        + " (the master's shell tells: mesos:why "
        + framework
        + ")";
  }
}
