package org.meseta.testkit.cluster.invariant;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.testkit.cluster.world.World;

/** Nobody is offered anything for a role that he does not have; if he gives it up, it is over. */
final class OffersAreForRolesOfTheirFrameworks implements Invariant {
  private final Moments moments;

  OffersAreForRolesOfTheirFrameworks(World world) {
    this.moments = new Moments(world);
  }

  @Override
  public Optional<String> holds() {
    return moments.over().flatMap(OffersAreForRolesOfTheirFrameworks::wrong);
  }

  @SuppressWarnings("ReferenceEquality") // what is the same has not changed
  private static Optional<String> wrong(Moments.Moment moment) {
    for (Framework framework : moment.after().frameworks().values()) {
      Framework before = moment.before().frameworks().get(framework.id());
      if (framework != before) {
        for (Offered offer : framework.offers().values()) {
          if (!framework.roles().contains(offer.role()) && !isExcused(moment, before, offer)) {
            return Optional.of(
                "%s is offered something for the role %s, and has %s"
                    .formatted(framework.id().getValue(), offer.role(), framework.roles()));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Made before the allocator knew: it comes too late, and does no harm. */
  private static boolean isExcused(
      Moments.Moment moment, @Nullable Framework before, Offered offer) {
    boolean had = before != null && before.roles().contains(offer.role());
    boolean isNew = moment.offers().contains(offer);
    return isNew ? had || !moment.informed() : !had;
  }
}
