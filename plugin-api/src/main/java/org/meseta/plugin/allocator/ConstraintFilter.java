package org.meseta.plugin.allocator;

import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.scheduler.OfferConstraints;
import org.meseta.resources.Constraints;

/** What a framework has said by constraints. */
record ConstraintFilter(OfferConstraints constraints) implements OfferFilter {

  @Override
  public boolean allows(String role, AgentInfo agent) {
    return Constraints.allow(constraints, role, agent);
  }

  @Override
  public String unmet(String role, AgentInfo agent) {
    return Constraints.unmet(constraints, role, agent);
  }
}
