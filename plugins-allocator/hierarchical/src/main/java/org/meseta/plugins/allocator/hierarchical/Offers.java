package org.meseta.plugins.allocator.hierarchical;

import java.util.LinkedHashMap;
import java.util.Map;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;

/** What one run offers: one call for each framework, at its end. */
final class Offers {

  private final Map<FrameworkID, Map<String, Map<AgentID, Resources>>> byFramework =
      new LinkedHashMap<>();

  void add(Client client, AgentState agent, Resources resources) {
    byFramework
        .computeIfAbsent(client.framework.id, id -> new LinkedHashMap<>())
        .computeIfAbsent(client.role, role -> new LinkedHashMap<>())
        .merge(agent.id, resources, Resources::plus);
  }

  void send(AllocatorContext context) {
    byFramework.forEach(context::offer);
  }
}
