package org.meseta.plugins.allocator.fifo;

import java.util.HashMap;
import java.util.Map;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;

/** An agent, and who holds what of it. */
final class Machine {
  final Map<FrameworkID, Resources> held;
  AgentInfo info;
  Resources total;
  boolean active = true;

  Machine(AgentInfo info, Resources total, Map<FrameworkID, Resources> held) {
    this.info = info;
    this.total = total;
    this.held = new HashMap<>(held);
  }

  /** What nobody holds, of the kinds that every framework can deal with. */
  Resources free() {
    Resources free = total;
    for (Resources some : held.values()) {
      if (!free.contains(some.unallocated())) {
        return Resources.empty(); // the agent has lost what is in use
      }
      free = free.minus(some.unallocated());
    }
    return free.nonShared().nonRevocable().withoutRefinedReservations();
  }

  void convert(Resources before, Resources after) {
    total = total.minus(before).plus(after);
  }

  void release(FrameworkID framework, Resources resources) {
    Resources before = held.getOrDefault(framework, Resources.empty());
    if (before.contains(resources)) { // else it was given back already
      held.put(framework, before.minus(resources));
    }
  }
}
