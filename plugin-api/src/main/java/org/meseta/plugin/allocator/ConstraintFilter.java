package org.meseta.plugin.allocator;

import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.scheduler.OfferConstraints;
import org.meseta.resources.Constraints;

/** What a framework has said by constraints. */
record ConstraintFilter(Constraints compiled) implements OfferFilter {

  @Override
  public OfferConstraints constraints() {
    return compiled.message();
  }

  @Override
  public boolean allows(String role, AgentInfo agent) {
    return compiled.allow(role, agent);
  }

  @Override
  public String unmet(String role, AgentInfo agent) {
    return compiled.unmet(role, agent);
  }
}
