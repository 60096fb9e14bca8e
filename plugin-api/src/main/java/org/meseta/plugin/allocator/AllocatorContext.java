package org.meseta.plugin.allocator;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the master hands to an allocator. Everything here may be used only on the allocator's loop,
 * on which also all methods of {@link Allocator} and all timers run.
 */
@ProviderType
public interface AllocatorContext {

  /** The time, virtual in tests. */
  Clock clock();

  /** Timers that fire on the allocator's loop. */
  Timers timers();

  /** Figures shown at {@code /metrics/snapshot}. */
  Metrics metrics();

  /** The only randomness an allocator may use: seeded, so that decisions can be repeated. */
  RandomGenerator random();

  /** The master's flags that concern any allocator. */
  AllocatorOptions options();

  /**
   * Offers resources to a framework. The allocator counts them as allocated to the framework from
   * now on, until {@link Allocator#recoverResources} gives them back.
   *
   * @param offers by role, then by agent; resources carry that role as their allocation role
   */
  void offer(FrameworkID framework, Map<String, Map<AgentID, Resources>> offers);

  /**
   * Asks a framework to do without what it has on agents that will be unavailable. It is not asked
   * again about an agent before {@link Allocator#updateInverseOffer}.
   */
  void inverseOffer(FrameworkID framework, Map<AgentID, UnavailableResources> agents);
}
