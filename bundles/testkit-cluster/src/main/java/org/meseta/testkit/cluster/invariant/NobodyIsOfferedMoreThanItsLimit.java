package org.meseta.testkit.cluster.invariant;

import java.util.Optional;
import org.meseta.master.state.Offered;
import org.meseta.testkit.cluster.world.World;

/**
 * What a role is offered, together with all that it and roles below it have already, held or
 * reserved, is within its limits and those of roles above. (It may have more, if an operator gives
 * it more or sets a limit too late; but then it is offered nothing of that.)
 */
final class NobodyIsOfferedMoreThanItsLimit implements Invariant {
  private final Moments moments;

  NobodyIsOfferedMoreThanItsLimit(World world) {
    this.moments = new Moments(world);
  }

  @Override
  public Optional<String> holds() {
    return moments
        .over()
        .filter(m -> m.informed() && !m.offers().isEmpty() && !m.after().quotas().isEmpty())
        .flatMap(NobodyIsOfferedMoreThanItsLimit::wrong);
  }

  private static Optional<String> wrong(Moments.Moment moment) {
    RoleAccounts accounts = RoleAccounts.of(moment.after().agents(), moment.after().quotas());
    for (Offered offer : moment.offers()) {
      long[] loose = Amount.loose(offer.resources());
      for (int i = 0; i < loose.length; i++) {
        long room = accounts.room(offer.role(), i);
        if (loose[i] > 0 && room < 0) {
          return Optional.of(
              "role %s is offered %d thousandths of %s, %d more than it may have"
                  .formatted(offer.role(), loose[i], Amount.NAMES.get(i), -room));
        }
      }
    }
    return Optional.empty();
  }
}
