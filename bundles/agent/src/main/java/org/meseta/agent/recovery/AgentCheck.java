package org.meseta.agent.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.resources.Resources;

/** Whether an agent may go on under the id that it had. */
final class AgentCheck {
  private AgentCheck() {}

  /** What has changed that must not; empty if it may go on. The port may change. */
  static Optional<String> changed(AgentInfo before, AgentInfo now) {
    List<String> changes = new ArrayList<>();
    if (!before.getHostname().equals(now.getHostname())) {
      changes.add("the hostname was %s, is %s".formatted(before.getHostname(), now.getHostname()));
    }
    Resources had = Resources.of(before.getResourcesList());
    Resources has = Resources.of(now.getResourcesList());
    if (!had.equals(has)) {
      changes.add("the resources were %s, are %s".formatted(had, has));
    }
    if (!before.getAttributesList().equals(now.getAttributesList())) {
      changes.add("the attributes are not the same");
    }
    if (!before.getDomain().equals(now.getDomain())) {
      changes.add("the domain is not the same");
    }
    return changes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", changes));
  }
}
