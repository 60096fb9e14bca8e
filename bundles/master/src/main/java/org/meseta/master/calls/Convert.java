package org.meseta.master.calls;

import java.util.Optional;
import org.meseta.master.offers.OfferSet;
import org.meseta.master.offers.OperationCheck;
import org.meseta.master.offers.OperationForm;
import org.meseta.master.offers.OperationLimits;
import org.meseta.master.offers.Remaining;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.resources.Conversion;
import org.meseta.resources.ResourceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Converts resources of accepted offers at once: what follows may use what they have become. */
final class Convert {
  private static final Logger LOG = LoggerFactory.getLogger(Convert.class);

  private final Desk desk;
  private final OfferDesk offers;
  private final OperationDesk operations;
  private final OperationPermission permission;

  Convert(Desk desk, OfferDesk offers, OperationDesk operations) {
    this.desk = desk;
    this.offers = offers;
    this.operations = operations;
    this.permission = new OperationPermission(desk);
  }

  /**
   * @return what is left
   * @throws ResourceException if that cannot be, and nothing has changed; the message says why
   */
  Remaining handle(
      Principal principal,
      Framework framework,
      Agent agent,
      OfferSet accepted,
      Offer.Operation wanted,
      Remaining left) {
    Offer.Operation operation = OperationForm.allocated(wanted, accepted.role());
    requireIdFits(framework, agent, operation);
    Conversion conversion =
        new OperationCheck(agent, principal.value()).check(operation, framework, accepted.role());
    permission
        .refusal(principal, operation, conversion)
        .ifPresent(
            why -> {
              throw new ResourceException(why);
            });
    Remaining converted = left.converted(conversion);
    OperationLimits.require(
        Optional.of(framework.id()), agent, operation, conversion.unallocated());
    LOG.info(
        "Framework {} does {} on agent {}: {} becomes {}",
        framework.id().getValue(),
        operation.getType(),
        agent.id().getValue(),
        conversion.before(),
        conversion.after());
    rescindDestroyed(agent, operation);
    operations.apply(Optional.of(framework.id()), agent.id(), operation, conversion);
    desk.allocator()
        .updateAllocation(framework.id(), agent.id(), conversion.before(), conversion.after());
    return converted;
  }

  private void requireIdFits(Framework framework, Agent agent, Offer.Operation operation) {
    if (operation.hasId()) {
      if (!agent.can(AgentInfo.Capability.Type.AGENT_OPERATION_FEEDBACK)) {
        throw new ResourceException(
            "Agent " + agent.id().getValue() + " does not tell the outcome of operations");
      }
      if (desk.ledger().operation(framework.id(), operation.getId()) != null) {
        throw new ResourceException(
            "The outcome of an operation with the id '"
                + operation.getId().getValue()
                + "' is not acknowledged yet");
      }
    }
  }

  /** Others may have been offered a shared volume that is no more. */
  private void rescindDestroyed(Agent agent, Offer.Operation operation) {
    for (Resource volume : operation.getDestroy().getVolumesList()) {
      if (volume.hasShared()) {
        String id = volume.getDisk().getPersistence().getId();
        desk.ledger().offers(agent.id()).stream()
            .filter(offer -> holds(offer.resources().shared().toList(), id))
            .forEach(offers::rescind);
      }
    }
  }

  private static boolean holds(Iterable<Resource> volumes, String id) {
    for (Resource volume : volumes) {
      if (volume.getDisk().getPersistence().getId().equals(id)) {
        return true;
      }
    }
    return false;
  }
}
