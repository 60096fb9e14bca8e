package org.meseta.master.calls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.meseta.protocol.v1.AgentID;

/**
 * Agents that are coming or going: what was decided about them is being written down. Whatever else
 * is to be done with such an agent waits until that is so, and is then decided by what is true.
 */
final class AgentTransitions {
  private final Map<AgentID, List<Runnable>> waiting = new HashMap<>();

  boolean inProgress(AgentID id) {
    return waiting.containsKey(id);
  }

  /** The agent, of which no transition is in progress, begins to come or to go. */
  void begin(AgentID id) {
    waiting.put(id, new ArrayList<>());
  }

  /** The transition has become true; whatever waited is done in its order. */
  void end(AgentID id) {
    List<Runnable> tasks = waiting.remove(id);
    if (tasks != null) {
      tasks.forEach(task -> whenSettled(id, task));
    }
  }

  /** Does something now, or when the transition in progress has ended. */
  void whenSettled(AgentID id, Runnable task) {
    List<Runnable> tasks = waiting.get(id);
    if (tasks == null) {
      task.run();
    } else {
      tasks.add(task);
    }
  }
}
