package org.meseta.testkit.allocator;

import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;

/**
 * Something that the allocator under test offered.
 *
 * @param resources carry the role as their allocation role
 */
public record Offer(FrameworkID framework, String role, AgentID agent, Resources resources) {

  /** For short assertions: {@code framework@role agent cpus:1;mem:512}. */
  @Override
  public String toString() {
    return framework.getValue()
        + "@"
        + role
        + " "
        + agent.getValue()
        + " "
        + resources.unallocated();
  }
}
