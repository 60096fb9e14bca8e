package org.meseta.master.calls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meseta.master.offers.OfferMessage;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.plugin.Timers.Timer;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OfferID;
import org.meseta.resources.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes offers and takes them back. */
public final class OfferDesk {
  private static final Logger LOG = LoggerFactory.getLogger(OfferDesk.class);

  private final Desk desk;
  private final Map<OfferID, Timer> timeouts = new HashMap<>();

  public OfferDesk(Desk desk) {
    this.desk = desk;
  }

  /**
   * Offers what the allocator wants offered, as far as that is still possible; the rest goes back.
   *
   * @param generation of the allocator
   * @param offers by role, then by agent
   */
  public void make(long generation, FrameworkID id, Map<String, Map<AgentID, Resources>> offers) {
    List<Offer> made = new ArrayList<>();
    offers.forEach(
        (role, byAgent) ->
            byAgent.forEach(
                (agent, resources) ->
                    make(generation, id, role, agent, resources).ifPresent(made::add)));
    if (!made.isEmpty()) {
      LOG.debug("Offering {} agents to framework {}", made.size(), id.getValue());
      desk.peers().toFramework(id, Events.offers(made));
    }
  }

  private Optional<Offer> make(
      long generation, FrameworkID id, String role, AgentID agentId, Resources resources) {
    Framework framework = desk.ledger().framework(id);
    Agent agent = desk.ledger().agent(agentId);
    boolean current = desk.allocator().accepts(generation);
    if (framework == null || agent == null || !current || !framework.active() || !agent.active()) {
      desk.allocator().refuse(generation, id, agentId, resources, Optional.empty());
      return Optional.empty();
    }
    if (isFull(agentId) || !framework.offerFilter().allows(role, agent.info())) {
      Optional<Filters> filters = Optional.of(Filters.getDefaultInstance());
      desk.allocator().refuse(generation, id, agentId, resources, filters);
      return Optional.empty();
    }
    Offered offered = new Offered(desk.ids().offer(), id, agentId, role, resources);
    desk.ledger().add(offered);
    startTimeout(offered);
    return Optional.of(OfferMessage.of(offered, agent, framework));
  }

  /** Whether the agent has as many executors as it may. */
  private boolean isFull(AgentID agent) {
    if (desk.flags().maxExecutorsPerAgent().isEmpty()) {
      return false;
    }
    long executors =
        desk.ledger().frameworks().values().stream()
            .mapToLong(framework -> framework.executors().getOrDefault(agent, Map.of()).size())
            .sum();
    return executors >= desk.flags().maxExecutorsPerAgent().getAsInt();
  }

  private void startTimeout(Offered offered) {
    desk.flags()
        .offerTimeout()
        .ifPresent(
            after ->
                timeouts.put(
                    offered.id(), desk.timers().schedule(after, () -> timedOut(offered.id()))));
  }

  private void timedOut(OfferID id) {
    Offered offered = desk.ledger().offer(id);
    if (offered != null) {
      LOG.info("Offer {} was not answered in time", id.getValue());
      rescind(offered);
    }
  }

  /** Takes an offer back and says so. */
  void rescind(Offered offered) {
    rescind(offered, Optional.empty());
  }

  /** Takes an offer back, so that it is not made again for some time, and says so. */
  void rescind(Offered offered, Optional<Filters> filters) {
    discard(offered, filters);
    desk.peers().toFramework(offered.framework(), Events.rescind(offered.id()));
  }

  /** Ends an offer of which its framework knows already, or needs not know, that it has ended. */
  void discard(Offered offered, Optional<Filters> filters) {
    remove(offered);
    desk.allocator()
        .recoverResources(offered.framework(), offered.agent(), offered.resources(), filters);
  }

  /** Ends an offer whose resources the caller deals with. */
  void remove(Offered offered) {
    Timer timeout = timeouts.remove(offered.id());
    if (timeout != null) {
      timeout.cancel();
    }
    desk.ledger().remove(offered);
  }
}
