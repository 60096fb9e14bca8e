package org.meseta.testkit.cluster.invariant;

import java.util.Optional;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.scheduler.SimulatedScheduler;
import org.meseta.testkit.cluster.world.World;

/** Nobody is offered anything of a host that he has said he does not want. */
final class ConstraintsAreMet implements Invariant {
  private final World world;

  ConstraintsAreMet(World world) {
    this.world = world;
  }

  @Override
  public Optional<String> happened(Occurrence occurrence) {
    return occurrence instanceof Occurrence.Told told && told.event().getType() == Event.Type.OFFERS
        ? told.event().getOffers().getOffersList().stream()
            .filter(offer -> isAvoidedBy(told.scheduler(), offer))
            .findFirst()
            .map(offer -> told.scheduler() + " is offered " + offer.getHostname())
        : Optional.empty();
  }

  private boolean isAvoidedBy(String scheduler, Offer offer) {
    return world.schedulers().stream()
        .filter(each -> each.name().equals(scheduler))
        .map(SimulatedScheduler::temper)
        .flatMap(temper -> temper.avoids().stream())
        .anyMatch(offer.getHostname()::equals);
  }
}
