package org.meseta.master.allocation;

import java.util.Map;
import org.meseta.plugin.allocator.UnavailableResources;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;

/** Takes what one allocator wants to offer. */
interface OfferSink {
  void offer(FrameworkID framework, Map<String, Map<AgentID, Resources>> offers);

  /** Inverse offers, though the allocator was told of nothing that will be unavailable. */
  void inverseOffer(FrameworkID framework, Map<AgentID, UnavailableResources> agents);
}
