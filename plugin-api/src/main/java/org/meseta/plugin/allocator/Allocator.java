package org.meseta.plugin.allocator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Request;
import org.meseta.protocol.v1.Unavailability;
import org.meseta.protocol.v1.allocator.InverseOfferStatus;
import org.meseta.resources.Resources;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides which framework is offered which resources. The master tells it what there is and what
 * changes; it answers through {@link AllocatorContext#offer}.
 *
 * <p>All methods are called by the master, one at a time, on the allocator's own loop. None may
 * block. Calls come in the order in which the master decided things. An exception is reported and
 * counted against the plugin; the call then counts as done, so a method that throws must have
 * changed nothing. After three failures within a minute, or when a call does not return in time,
 * the allocator is put out of use and another one, told all there is, takes its place.
 *
 * <p>Resources that the master hands over carry an allocation role wherever they are allocated.
 */
@ConsumerType
public interface Allocator extends AutoCloseable {

  /**
   * A framework is here for the first time in this allocator.
   *
   * @param used what its tasks and executors hold on agents that were added already
   * @param active whether it may be offered anything now
   */
  void addFramework(
      FrameworkID id,
      FrameworkInfo info,
      Map<AgentID, Resources> used,
      boolean active,
      FrameworkOptions options);

  /** A known framework has changed its roles, capabilities, filters or suppressed roles. */
  void updateFramework(FrameworkID id, FrameworkInfo info, FrameworkOptions options);

  /** A framework is gone. What it held has been recovered before. */
  void removeFramework(FrameworkID id);

  /** A framework is connected again and may be offered things. */
  void activateFramework(FrameworkID id);

  /** A framework is not connected: it is offered nothing, and its filters are forgotten. */
  void deactivateFramework(FrameworkID id);

  /**
   * An agent is here.
   *
   * @param capabilities what it can deal with: for example whether a framework of several roles
   * @param total all it has, free or not
   * @param used what frameworks hold of it already, known to this allocator or not yet
   */
  void addAgent(
      AgentID id,
      AgentInfo info,
      List<AgentInfo.Capability> capabilities,
      Resources total,
      Map<FrameworkID, Resources> used);

  /** An agent has changed its attributes, capabilities or total. Filters for it are dropped. */
  void updateAgent(
      AgentID id, AgentInfo info, List<AgentInfo.Capability> capabilities, Resources total);

  /** An agent is gone, and with it all that was allocated there. */
  void removeAgent(AgentID id);

  /** An agent is connected again: its resources may be offered. */
  void activateAgent(AgentID id);

  /** An agent is not connected: its resources are offered to nobody. */
  void deactivateAgent(AgentID id);

  /**
   * What a framework has been allocated has become something else: it was reserved or unreserved,
   * or a volume was made of it, resized or destroyed. The agent's total changes alike. Filters
   * stay.
   *
   * @param before with their allocation role; the framework holds them
   * @param after with their allocation role; held by the framework from now on
   */
  void updateAllocation(FrameworkID framework, AgentID agent, Resources before, Resources after);

  /**
   * An operator has turned what nobody holds into something else. The agent's total changes alike.
   * An offer of it that was under way comes back by {@link #recoverResources}; what comes back so
   * is then no longer part of the total, and is forgotten.
   *
   * @param before without allocation role
   * @param after without allocation role
   */
  void updateAvailable(AgentID agent, Resources before, Resources after);

  /**
   * An agent will not be available for some time, or that has changed: all inverse offers for it,
   * answers and their filters are things of the past. An allocator that makes no inverse offers
   * ignores it, as this method does; offers of the agent go on.
   *
   * @param unavailability empty: it will be available as always
   */
  default void updateUnavailability(AgentID agent, Optional<Unavailability> unavailability) {}

  /**
   * A framework has answered an inverse offer, or the master has taken it back.
   *
   * @param answer empty: there is none
   * @param filters for how long the framework does not want to be asked again; empty: no filter
   */
  default void updateInverseOffer(
      AgentID agent,
      FrameworkID framework,
      Optional<InverseOfferStatus> answer,
      Optional<Filters> filters) {}

  /** The last answer of each framework that has answered, by agents that will be unavailable. */
  default Map<AgentID, Map<FrameworkID, InverseOfferStatus>> inverseOfferStatuses() {
    return Map.of();
  }

  /**
   * Only these hosts may be offered.
   *
   * @param hostnames empty: all hosts may
   */
  void updateWhitelist(Optional<Set<String>> hostnames);

  /**
   * Resources that were offered or in use are free again: an offer was declined, rescinded or in
   * part unused, or a task ended.
   *
   * @param filters of the framework that declined: it does not want these back for some time;
   *     empty: no filter is set
   */
  void recoverResources(
      FrameworkID framework, AgentID agent, Resources resources, Optional<Filters> filters);

  /**
   * A framework that holds nothing of them has declined these resources before this allocator was
   * there, and does not want them for the rest of the time that the filters give. The host tells
   * what it had told the allocator before by {@link #recoverResources}. One that ignores it asks
   * frameworks earlier than they want, and does no other harm.
   */
  default void addFilter(
      FrameworkID framework, AgentID agent, Resources refused, Filters filters) {}

  /**
   * A framework wants no offers for these roles until it revives them.
   *
   * @param roles never empty
   */
  void suppressOffers(FrameworkID framework, Set<String> roles);

  /**
   * A framework wants offers for these roles again, and drops their filters.
   *
   * @param roles never empty
   */
  void reviveOffers(FrameworkID framework, Set<String> roles);

  /**
   * A framework says what it would like to be offered. Nobody owes it anything for that: an
   * allocator may ignore it, as this method does.
   *
   * @param requests as the framework made them; nobody has checked them
   */
  default void requestResources(FrameworkID framework, List<Request> requests) {}

  /** These roles have a new weight; a role not named keeps its own. For allocators that share. */
  default void updateWeights(Map<String, Double> weights) {}

  /**
   * These roles have a new quota; a role not named keeps its own. {@link Quota#NONE} ends a quota.
   * An allocator without quotas ignores it, as this method does.
   */
  default void updateQuotas(Map<String, Quota> quotas) {}

  /**
   * Why a framework is not offered agents.
   *
   * @return for each agent the first thing that stands between; an agent that is not there would be
   *     offered in the next run, or is not known. Nothing for a framework that is not known; empty
   *     if the allocator cannot tell, as here.
   */
  default Optional<Map<AgentID, Obstacle>> obstacles(FrameworkID framework, String role) {
    return Optional.empty();
  }

  /** Nothing is offered until {@link #resume}, so that the master can do several things at once. */
  void pause();

  /** Ends {@link #pause}. */
  void resume();

  /** No method is called after this; timers are cancelled and gauges closed here. */
  @Override
  void close();
}
