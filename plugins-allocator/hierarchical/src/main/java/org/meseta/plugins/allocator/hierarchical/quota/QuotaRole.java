package org.meseta.plugins.allocator.hierarchical.quota;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A role with a quota. Amounts are in thousandths, by the allocator's dimensions; those beyond the
 * end of an array are zero, and of limits there are none.
 */
final class QuotaRole {

  static final long UNLIMITED = Long.MAX_VALUE;

  final String role;

  /** The nearest role above that has a quota, too. */
  @Nullable QuotaRole parent;

  final List<QuotaRole> children = new ArrayList<>();
  final long[] guarantees;
  final long[] limits;

  /** Held and unreserved, or reserved, by the role and all below it. */
  private long[] consumed = {};

  QuotaRole(String role, long[] guarantees, long[] limits) {
    this.role = role;
    this.guarantees = guarantees;
    this.limits = limits;
  }

  /** The highest role above that has a quota, or this one. */
  QuotaRole top() {
    QuotaRole top = this;
    for (QuotaRole each = this; each != null; each = each.parent) {
      top = each;
    }
    return top;
  }

  long consumed(int dimension) {
    return dimension < consumed.length ? consumed[dimension] : 0;
  }

  /** It and all above it consume more. */
  void consume(int dimension, long more) {
    for (QuotaRole each = this; each != null; each = each.parent) {
      each.add(dimension, more);
    }
  }

  private void add(int dimension, long more) {
    if (dimension >= consumed.length) {
      consumed = Arrays.copyOf(consumed, dimension + 1);
    }
    consumed[dimension] += more;
  }

  /** It alone consumes nothing. */
  void consumeNothing() {
    consumed = new long[0];
  }

  /** How much is missing of what it is owed itself. */
  long missing(int dimension) {
    long guarantee = dimension < guarantees.length ? guarantees[dimension] : 0;
    return Math.max(0, guarantee - consumed(dimension));
  }

  /** How much is missing that is not kept for one of the roles below. */
  long spare(int dimension) {
    return Math.max(0, missing(dimension) - requiredBelow(dimension));
  }

  private long requiredBelow(int dimension) {
    long below = 0;
    for (QuotaRole child : children) {
      below += child.required(dimension);
    }
    return below;
  }

  /** How much must be kept for it and roles below it, whose quotas are parts of its own. */
  long required(int dimension) {
    return Math.max(missing(dimension), requiredBelow(dimension));
  }

  /** How much more it may have by its own limit. */
  long room(int dimension) {
    long limit = dimension < limits.length ? limits[dimension] : UNLIMITED;
    return limit == UNLIMITED ? UNLIMITED : Math.max(0, limit - consumed(dimension));
  }
}
