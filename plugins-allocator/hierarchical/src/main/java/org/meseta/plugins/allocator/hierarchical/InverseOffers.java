package org.meseta.plugins.allocator.hierarchical;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.UnavailableResources;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Unavailability;
import org.meseta.protocol.v1.allocator.InverseOfferStatus;
import org.meseta.resources.Resources;

/**
 * Asks frameworks to do without what they have on agents that will be unavailable: each that is
 * connected and has something there, once, and again when the filter of its answer is over.
 */
final class InverseOffers {

  private final AllocatorContext context;
  private final Map<FrameworkID, FrameworkState> frameworks;
  private final Map<AgentState, Maintenance> agents = new LinkedHashMap<>();

  /**
   * @param frameworks that are known; kept by the caller
   */
  InverseOffers(AllocatorContext context, Map<FrameworkID, FrameworkState> frameworks) {
    this.context = context;
    this.frameworks = frameworks;
  }

  void update(AgentState agent, Optional<Unavailability> unavailability) {
    agents.remove(agent);
    unavailability.ifPresent(when -> agents.put(agent, new Maintenance(when)));
  }

  void answered(
      AgentState agent,
      FrameworkID framework,
      Optional<InverseOfferStatus> answer,
      Optional<Filters> filters) {
    Maintenance maintenance = agents.get(agent);
    if (maintenance != null && frameworks.containsKey(framework)) {
      maintenance.asked.remove(framework);
      answer.ifPresent(status -> maintenance.answers.put(framework, status));
      long interval = context.options().allocationInterval().toNanos();
      filters
          .map(filter -> FilterTable.nanos(filter.getRefuseSeconds()))
          .filter(span -> span > 0)
          .ifPresent(
              span ->
                  maintenance.refusedUntil.put(
                      framework, context.clock().nanoTime() + Math.max(span, interval)));
    }
  }

  /** The framework is gone. */
  void forget(FrameworkID framework) {
    agents.values().forEach(maintenance -> maintenance.forget(framework));
  }

  /** The framework is away: what it was asked it will be asked again. */
  void away(FrameworkID framework) {
    agents.values().forEach(maintenance -> maintenance.asked.remove(framework));
  }

  /** The framework wants to be asked everything again. */
  void revive(FrameworkID framework) {
    agents.values().forEach(maintenance -> maintenance.refusedUntil.remove(framework));
  }

  Map<AgentID, Map<FrameworkID, InverseOfferStatus>> answers() {
    Map<AgentID, Map<FrameworkID, InverseOfferStatus>> all = new HashMap<>();
    agents.forEach((agent, maintenance) -> all.put(agent.id, Map.copyOf(maintenance.answers)));
    return all;
  }

  /** Asks whoever is to be asked. */
  void run() {
    if (agents.isEmpty()) {
      return;
    }
    long now = context.clock().nanoTime();
    Map<FrameworkID, Map<AgentID, UnavailableResources>> inverse = new LinkedHashMap<>();
    agents.forEach(
        (agent, maintenance) -> {
          for (FrameworkID framework : agent.held().keySet()) {
            if (isToBeAsked(framework, maintenance, now)) {
              maintenance.asked.add(framework);
              inverse
                  .computeIfAbsent(framework, f -> new LinkedHashMap<>())
                  .put(
                      agent.id,
                      new UnavailableResources(Resources.empty(), maintenance.unavailability));
            }
          }
        });
    inverse.forEach(context::inverseOffer);
  }

  private boolean isToBeAsked(FrameworkID id, Maintenance maintenance, long now) {
    FrameworkState framework = frameworks.get(id);
    Long until = maintenance.refusedUntil.get(id);
    return framework != null
        && framework.active
        && !maintenance.asked.contains(id)
        && (until == null || now - until > 0);
  }
}
