package org.meseta.master.calls;

import java.util.Optional;
import org.meseta.master.api.Outcome;
import org.meseta.master.offers.OperationCheck;
import org.meseta.master.offers.OperationLimits;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Offered;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.Offer;
import org.meseta.resources.Conversion;
import org.meseta.resources.ResourceException;
import org.meseta.resources.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts resources of an agent on an operator's behalf. What is offered is taken back, one offer
 * after the other, until enough is free; what is in use is left alone.
 */
final class OperatorOperation {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorOperation.class);

  private final Desk desk;
  private final OfferDesk offers;
  private final OperationDesk operations;
  private final OperationPermission permission;

  OperatorOperation(Desk desk, OfferDesk offers, OperationDesk operations) {
    this.desk = desk;
    this.offers = offers;
    this.operations = operations;
    this.permission = new OperationPermission(desk);
  }

  Outcome handle(Principal principal, AgentID id, Offer.Operation operation) {
    Agent agent = desk.ledger().agent(id);
    if (agent == null) {
      return Outcome.invalid("No agent found with specified ID");
    }
    if (!agent.connected()) {
      // What it has may not be what this master believes.
      return conflict("Agent " + agent.id().getValue() + " is not connected");
    }
    try {
      Conversion conversion = new OperationCheck(agent, principal.value()).check(operation);
      return permission
          .refusal(principal, operation, conversion)
          .map(Outcome::forbidden)
          .orElseGet(() -> convert(principal, agent, operation, conversion.unallocated()));
    } catch (ResourceException e) {
      return Outcome.invalid(
          "Invalid %s operation on agent %s at %s (%s): %s"
              .formatted(
                  operation.getType(),
                  id.getValue(),
                  agent.pid(),
                  agent.info().getHostname(),
                  e.getMessage()));
    }
  }

  private Outcome convert(
      Principal principal, Agent agent, Offer.Operation operation, Conversion conversion) {
    Resources unused = unused(agent);
    if (!unused.contains(conversion.before())) {
      return conflict("'" + unused + "' does not contain '" + conversion.before() + "'");
    }
    OperationLimits.require(Optional.empty(), agent, operation, conversion);
    LOG.info(
        "Principal '{}' does {} on agent {}: {} becomes {}",
        principal.value().orElse(""),
        operation.getType(),
        agent.id().getValue(),
        conversion.before(),
        conversion.after());
    desk.allocator().pause();
    try {
      rescind(agent, unused, conversion.before());
      operations.apply(Optional.empty(), agent.id(), operation, conversion);
      desk.allocator().updateAvailable(agent.id(), conversion.before(), conversion.after());
    } finally {
      desk.allocator().resume();
    }
    return Outcome.ACCEPTED;
  }

  private static Outcome conflict(String message) {
    return new Outcome.Refused(Outcome.Kind.CONFLICT, message);
  }

  /** What is free or offered. */
  private static Resources unused(Agent agent) {
    Resources unused = agent.total();
    for (Resources used : agent.used().values()) {
      unused = unused.minus(used.unallocated());
    }
    return unused;
  }

  /** Frameworks are not offered at once again what they lose. */
  private void rescind(Agent agent, Resources unused, Resources wanted) {
    Resources offered = agent.offered().unallocated();
    for (Offered offer : desk.ledger().offers(agent.id())) {
      if (unused.minus(offered).contains(wanted)) {
        return;
      }
      Resources inOffer = offer.resources().unallocated();
      if (!wanted.minus(inOffer).equals(wanted)) {
        offers.rescind(offer, Optional.of(Filters.getDefaultInstance()));
        offered = offered.minus(inOffer);
      }
    }
  }
}
