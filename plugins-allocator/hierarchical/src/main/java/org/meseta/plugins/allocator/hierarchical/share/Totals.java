package org.meseta.plugins.allocator.hierarchical.share;

import java.util.Set;

/** What the whole cluster has, of which everybody's share is a part. */
final class Totals {

  private final Dimensions dimensions;
  private final Set<String> excluded;
  private final Tally tally = new Tally();

  Totals(Dimensions dimensions, Set<String> excluded) {
    this.dimensions = dimensions;
    this.excluded = excluded;
  }

  Dimensions dimensions() {
    return dimensions;
  }

  Tally tally() {
    return tally;
  }

  /** The largest part of any resource that the cluster has and that counts. */
  double dominantShare(Tally allocated) {
    double share = 0;
    for (int i = 0; i < dimensions.names().size(); i++) {
      long total = tally.get(i);
      long used = allocated.get(i);
      if (used > 0 && total > 0 && !excluded.contains(dimensions.names().get(i))) {
        share = Math.max(share, (double) used / total);
      }
    }
    return share;
  }
}
