package org.meseta.testkit.cluster.invariant;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Offered;
import org.meseta.testkit.cluster.world.World;

/**
 * Whoever is offered something of an agent is offered all of that agent that is free, as far as his
 * limits allow it; of what is guaranteed to somebody it may be less.
 */
final class OffersAreAllThatMayBe implements Invariant {
  private final Moments moments;

  OffersAreAllThatMayBe(World world) {
    this.moments = new Moments(world);
  }

  @Override
  public Optional<String> holds() {
    return moments
        .over()
        .filter(m -> m.informed() && !m.offers().isEmpty())
        .flatMap(OffersAreAllThatMayBe::wrong);
  }

  private static Optional<String> wrong(Moments.Moment moment) {
    RoleAccounts accounts = RoleAccounts.of(moment.after().agents(), moment.after().quotas());
    for (Offered offer : moment.offers()) {
      @Nullable Agent agent = moment.after().agents().get(offer.agent());
      long[] free = agent == null ? Amount.none() : AgentAccount.of(agent).free;
      for (int i = 0; i < free.length; i++) {
        long room = accounts.room(offer.role(), i);
        if (free[i] > 0 && room > 0 && !accounts.isGuaranteed(i)) {
          return Optional.of(
              "role %s is offered %s, but not %d more thousandths of %s that are free there"
                  .formatted(
                      offer.role(),
                      offer.resources(),
                      Math.min(free[i], room),
                      Amount.NAMES.get(i)));
        }
      }
    }
    return Optional.empty();
  }
}
