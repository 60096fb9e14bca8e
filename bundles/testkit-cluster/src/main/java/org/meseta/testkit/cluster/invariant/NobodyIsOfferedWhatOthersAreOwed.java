package org.meseta.testkit.cluster.invariant;

import java.util.Optional;
import org.meseta.testkit.cluster.world.World;

/**
 * As long as enough is free for all that roles are owed and have not, enough stays free for it; and
 * when it is not enough, only those are offered of it who are owed it.
 */
final class NobodyIsOfferedWhatOthersAreOwed implements Invariant {
  private final Moments moments;

  NobodyIsOfferedWhatOthersAreOwed(World world) {
    this.moments = new Moments(world);
  }

  @Override
  public Optional<String> holds() {
    return moments
        .over()
        .filter(m -> m.informed() && !m.offers().isEmpty() && !m.after().quotas().isEmpty())
        .flatMap(NobodyIsOfferedWhatOthersAreOwed::wrong);
  }

  private static Optional<String> wrong(Moments.Moment moment) {
    RoleAccounts after = RoleAccounts.of(moment.after().agents(), moment.after().quotas());
    RoleAccounts before = after.without(moment.offers());
    for (int i = 0; i < Amount.NAMES.size(); i++) {
      long least = Math.min(0, before.surplus(i));
      if (after.surplus(i) < least && after.isGuaranteed(i) && offered(moment, i) > 0) {
        return Optional.of(
            "%d thousandths of %s are offered, and %d of them were owed to others"
                .formatted(offered(moment, i), Amount.NAMES.get(i), least - after.surplus(i)));
      }
    }
    return Optional.empty();
  }

  private static long offered(Moments.Moment moment, int name) {
    return moment.offers().stream().mapToLong(o -> Amount.loose(o.resources())[name]).sum();
  }
}
