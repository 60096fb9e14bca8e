package org.meseta.plugins.allocator.hierarchical;

import org.jspecify.annotations.Nullable;
import org.meseta.plugins.allocator.hierarchical.share.Dimensions;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/**
 * What somebody may use of what is free on an agent. Quotas concern only a part of it, the loose
 * one: what is reserved to nobody and cannot be revoked.
 */
final class Portion {

  final Resources resources;
  private long @Nullable [] loose;
  private long @Nullable [] firm;

  Portion(Resources resources) {
    this.resources = resources;
  }

  boolean isEmpty() {
    return resources.isEmpty();
  }

  static Resources loose(Resources resources) {
    return resources.unreserved().nonRevocable();
  }

  /** Thousandths of scalars that quotas concern. */
  long[] loose(Dimensions dimensions) {
    long[] known = loose;
    if (known == null) {
      known = dimensions.amounts(loose(resources).scalarQuantities());
      loose = known;
    }
    return known;
  }

  /** Thousandths of the other scalars. */
  long[] firm(Dimensions dimensions) {
    long[] known = firm;
    if (known == null) {
      ResourceQuantities all = resources.scalarQuantities();
      known = dimensions.amounts(all.minus(loose(resources).scalarQuantities()));
      firm = known;
    }
    return known;
  }

  /** Whether quotas concern all of its scalars. */
  boolean isLoose(Dimensions dimensions) {
    for (long amount : firm(dimensions)) {
      if (amount > 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Thousandths of one resource if so much at most of what quotas concern is offered.
   *
   * @param most thousandths
   */
  long amount(Dimensions dimensions, int dimension, long most) {
    long[] all = loose(dimensions);
    long[] rest = firm(dimensions);
    return (dimension < all.length ? Math.min(most, all[dimension]) : 0)
        + (dimension < rest.length ? rest[dimension] : 0);
  }
}
