package org.meseta.master.allocation;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.plugin.allocator.UnavailableResources;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;

/** What one allocator is given. */
record HostContext(
    Clock clock,
    Timers timers,
    Metrics metrics,
    RandomGenerator random,
    AllocatorOptions options,
    OfferSink sink)
    implements AllocatorContext {

  @Override
  public void offer(FrameworkID framework, Map<String, Map<AgentID, Resources>> offers) {
    sink.offer(framework, offers);
  }

  @Override
  public void inverseOffer(FrameworkID framework, Map<AgentID, UnavailableResources> agents) {
    sink.inverseOffer(framework, agents);
  }
}
