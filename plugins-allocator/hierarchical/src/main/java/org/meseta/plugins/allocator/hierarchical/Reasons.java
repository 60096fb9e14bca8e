package org.meseta.plugins.allocator.hierarchical;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.plugin.allocator.Obstacle.Cut;
import org.meseta.plugin.allocator.Obstacle.Kind;
import org.meseta.plugins.allocator.hierarchical.quota.QuotaBook;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/** Says about a hurdle what there is to say: who, what, how much, until when. */
final class Reasons {

  private final Gate gate;
  private final FilterTable filters;
  private final QuotaBook quotas;
  private final Cuts cuts;

  Reasons(Gate gate, FilterTable filters, QuotaBook quotas) {
    this.gate = gate;
    this.filters = filters;
    this.quotas = quotas;
    this.cuts = new Cuts(gate, quotas);
  }

  /**
   * @param hurdle in which the gate has just found that the client fails, whatever others take
   */
  Obstacle of(Hurdle hurdle, AgentState agent, Client client) {
    return switch (hurdle) {
      case AGENT_INACTIVE -> Obstacle.of(Kind.AGENT_INACTIVE);
      case WHITELIST -> Obstacle.of(Kind.WHITELIST, agent.hostname());
      case AGENT_TAKES_NO_ROLES_BELOW_OTHERS ->
          Obstacle.of(Kind.AGENT_CAPABILITY, "HIERARCHICAL_ROLE");
      case AGENT_TAKES_ONE_ROLE -> Obstacle.of(Kind.AGENT_CAPABILITY, "MULTI_ROLE");
      case NOTHING_FOR_ROLE -> nothing(agent, client);
      case GPUS -> Obstacle.of(Kind.FRAMEWORK_CAPABILITY, "GPU_RESOURCES", left(agent, client));
      case REMOTE -> Obstacle.of(Kind.FRAMEWORK_CAPABILITY, "REGION_AWARE", left(agent, client));
      case CONSTRAINT ->
          Obstacle.of(
              Kind.CONSTRAINT, client.framework.offerFilter.unmet(client.role, agent.info()));
      case NOTHING_IT_CAN_USE -> capability(agent, client);
      case QUOTA_LIMIT -> limit(agent, client);
      case HEADROOM -> headroom(agent);
      case MINIMUM -> Obstacle.of(Kind.MINIMUM, minimum(client), left(agent, client));
      case FILTER -> filters.obstacle(client, agent, gate.offered()).with(cuts.of(agent, client));
      case NOT_OWED, NONE -> throw new IllegalArgumentException(hurdle + " is no obstacle");
    };
  }

  private static ResourceQuantities left(AgentState agent, Client client) {
    return agent.offerable().to(client.role).resources.scalarQuantities();
  }

  private String minimum(Client client) {
    return gate.minimum(client).alternatives().stream()
        .map(ResourceQuantities::toString)
        .collect(Collectors.joining("|"));
  }

  /** Somebody has it, or it never was for this role. */
  private static Obstacle nothing(AgentState agent, Client client) {
    Resources total = agent.total();
    return total.allocatableTo(client.role).isEmpty() && !total.isEmpty()
        ? Obstacle.of(
            Kind.RESERVED, String.join(",", total.reservationRoles()), total.scalarQuantities())
        : inUse(agent);
  }

  private static Obstacle inUse(AgentState agent) {
    ResourceQuantities total = agent.total().scalarQuantities();
    String holder =
        agent.held().entrySet().stream()
            .max(
                Comparator.comparingDouble(
                    (Map.Entry<?, Resources> each) ->
                        largestPart(each.getValue().scalarQuantities(), total)))
            .map(each -> each.getKey().getValue())
            .orElse("");
    return Obstacle.of(Kind.IN_USE, holder, total);
  }

  private static double largestPart(ResourceQuantities held, ResourceQuantities total) {
    return total.names().stream()
        .mapToDouble(name -> held.value(name) / total.value(name))
        .max()
        .orElse(0);
  }

  private static Obstacle capability(AgentState agent, Client client) {
    Abilities abilities = client.framework.abilities;
    Resources left = agent.offerable().to(client.role).resources;
    Resources kept = left.nonRevocable();
    if (!abilities.revocable() && kept.isEmpty()) {
      return Obstacle.of(Kind.FRAMEWORK_CAPABILITY, "REVOCABLE_RESOURCES", left.scalarQuantities());
    }
    Resources used = abilities.revocable() ? left : kept;
    if (!abilities.refinement() && used.withoutRefinedReservations().isEmpty()) {
      return Obstacle.of(
          Kind.FRAMEWORK_CAPABILITY, "RESERVATION_REFINEMENT", used.scalarQuantities());
    }
    // With the capability a volume that others use as well is still not offered alone.
    return inUse(agent);
  }

  private Obstacle limit(AgentState agent, Client client) {
    List<Cut> reached =
        cuts.of(agent, client).stream().filter(cut -> cut.by() == Kind.QUOTA_LIMIT).toList();
    String roles = reached.stream().map(Cut::role).collect(Collectors.joining(","));
    return Obstacle.of(Kind.QUOTA_LIMIT, roles, cuts.withinLimits(agent, client)).with(reached);
  }

  private Obstacle headroom(AgentState agent) {
    Set<String> free = agent.offerable().whole().resources.scalarQuantities().names();
    return Obstacle.of(Kind.HEADROOM, quotas.owedMost(free).orElse(""), quotas.owed());
  }
}
