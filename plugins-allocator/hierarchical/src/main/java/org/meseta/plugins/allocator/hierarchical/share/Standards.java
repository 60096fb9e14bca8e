package org.meseta.plugins.allocator.hierarchical.share;

import org.meseta.plugin.allocator.sorter.Candidate;
import org.meseta.plugin.allocator.sorter.Sorter;

/** By what all nodes of a tree are measured. */
final class Standards {

  /** The smallest share first. */
  static final Sorter FAIRNESS = Candidate::share;

  final Totals totals;
  Sorter roles = FAIRNESS;
  Sorter members = FAIRNESS;

  Standards(Totals totals) {
    this.totals = totals;
  }
}
