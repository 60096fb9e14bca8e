package org.meseta.master.http.operator;

import java.time.Instant;
import java.util.stream.Stream;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.protocol.v1.Address;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource.AllocationInfo;
import org.meseta.protocol.v1.TimeInfo;
import org.meseta.protocol.v1.URL;
import org.meseta.protocol.v1.master.Response;
import org.meseta.resources.Resources;

/** A framework and an agent as messages. */
final class Members {
  private static final long NANOS = 1_000_000_000;

  private Members() {}

  static Response.GetFrameworks.Framework framework(Cluster cluster, Framework framework) {
    Response.GetFrameworks.Framework.Builder message =
        Response.GetFrameworks.Framework.newBuilder()
            .setFrameworkInfo(framework.info())
            .setActive(framework.active())
            .setConnected(framework.connected())
            .setRecovered(framework.recovered())
            .setRegisteredTime(time(framework.registeredTime()))
            .setReregisteredTime(
                time(framework.reregisteredTime().orElse(framework.registeredTime())))
            .addAllAllocatedResources(
                sum(framework.used().values().stream()).toListWithBothFormats())
            .addAllOfferedResources(
                sum(framework.offers().values().stream().map(Offered::resources))
                    .toListWithBothFormats())
            .setOfferConstraints(framework.constraints());
    framework.unregisteredTime().ifPresent(t -> message.setUnregisteredTime(time(t)));
    framework.offers().values().forEach(o -> message.addOffers(offer(cluster, o)));
    return message.build();
  }

  static Response.GetAgents.Agent agent(Agent agent) {
    Response.GetAgents.Agent.Builder message =
        Response.GetAgents.Agent.newBuilder()
            .setAgentInfo(agent.info().toBuilder().setId(agent.id()))
            .setActive(agent.active())
            .setDeactivated(agent.deactivated())
            .setVersion(agent.version())
            .setPid(agent.pid())
            .setRegisteredTime(time(agent.registeredTime()))
            .addAllTotalResources(agent.total().toListWithBothFormats())
            .addAllAllocatedResources(sum(agent.used().values().stream()).toListWithBothFormats())
            .addAllOfferedResources(agent.offered().toListWithBothFormats())
            .addAllCapabilities(agent.capabilities());
    agent.reregisteredTime().ifPresent(t -> message.setReregisteredTime(time(t)));
    return message.build();
  }

  private static Offer offer(Cluster cluster, Offered offered) {
    Offer.Builder offer =
        Offer.newBuilder()
            .setId(offered.id())
            .setFrameworkId(offered.framework())
            .setAgentId(offered.agent())
            .setHostname("")
            .setAllocationInfo(AllocationInfo.newBuilder().setRole(offered.role()))
            .addAllResources(offered.resources().toList());
    Agent agent = cluster.agents().get(offered.agent());
    if (agent != null) {
      offer
          .setHostname(agent.info().getHostname())
          .setUrl(url(agent))
          .addAllAttributes(agent.info().getAttributesList());
      if (agent.info().hasDomain()) {
        offer.setDomain(agent.info().getDomain());
      }
    }
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

  private static TimeInfo time(Instant moment) {
    return TimeInfo.newBuilder()
        .setNanoseconds(moment.getEpochSecond() * NANOS + moment.getNano())
        .build();
  }

  private static Resources sum(Stream<Resources> parts) {
    return parts.reduce(Resources.empty(), Resources::plus);
  }
}
