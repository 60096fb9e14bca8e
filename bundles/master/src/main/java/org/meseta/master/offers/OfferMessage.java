package org.meseta.master.offers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.protocol.v1.Address;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.URL;

/** Writes an offer as the framework understands it. */
public final class OfferMessage {
  /** Meant for the network isolator alone; no framework may take them. */
  private static final String EPHEMERAL_PORTS = "ephemeral_ports";

  private OfferMessage() {}

  /** The message for an offer of this agent to this framework. */
  public static Offer of(Offered offered, Agent agent, Framework framework) {
    Offer.Builder offer =
        Offer.newBuilder()
            .setId(offered.id())
            .setFrameworkId(offered.framework())
            .setAgentId(offered.agent())
            .setHostname(agent.info().getHostname())
            .setUrl(url(agent))
            .addAllAttributes(agent.info().getAttributesList())
            .addAllExecutorIds(executors(agent, framework));
    if (agent.info().hasDomain()) {
      offer.setDomain(agent.info().getDomain());
    }
    if (framework.can(Capability.Type.MULTI_ROLE)) {
      offer.getAllocationInfoBuilder().setRole(offered.role());
    }
    resources(offered, framework).forEach(offer::addResources);
    return offer.build();
  }

  private static URL url(Agent agent) {
    return URL.newBuilder()
        .setScheme("http")
        .setAddress(
            Address.newBuilder()
                .setHostname(agent.info().getHostname())
                .setIp(agent.ip())
                .setPort(agent.info().getPort()))
        .setPath("/slave(1)")
        .build();
  }

  private static Set<ExecutorID> executors(Agent agent, Framework framework) {
    return framework.executors().getOrDefault(agent.id(), Map.of()).keySet();
  }

  private static List<Resource> resources(Offered offered, Framework framework) {
    List<Resource> wire =
        framework.can(Capability.Type.RESERVATION_REFINEMENT)
            ? offered.resources().toList()
            : offered.resources().toListBeforeRefinement();
    boolean multiRole = framework.can(Capability.Type.MULTI_ROLE);
    return wire.stream()
        .filter(resource -> !resource.getName().equals(EPHEMERAL_PORTS))
        .map(resource -> multiRole ? resource : withoutAllocation(resource))
        .toList();
  }

  private static Resource withoutAllocation(Resource resource) {
    return resource.toBuilder().clearAllocationInfo().build();
  }
}
