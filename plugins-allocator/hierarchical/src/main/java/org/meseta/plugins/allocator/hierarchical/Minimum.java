package org.meseta.plugins.allocator.hierarchical;

import java.util.ArrayList;
import java.util.List;
import org.meseta.plugins.allocator.hierarchical.share.Dimensions;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/** What is worth an offer: that which has at least one of these; anything, if there are none. */
final class Minimum {

  private final List<ResourceQuantities> alternatives;
  private final List<List<Amount>> amounts = new ArrayList<>();

  Minimum(List<ResourceQuantities> alternatives) {
    this.alternatives = List.copyOf(alternatives);
    for (ResourceQuantities alternative : alternatives) {
      List<Amount> all = new ArrayList<>();
      alternative.forEach((name, milli) -> all.add(new Amount(name, milli)));
      amounts.add(all);
    }
  }

  List<ResourceQuantities> alternatives() {
    return alternatives;
  }

  boolean isMet(Resources offered) {
    if (alternatives.isEmpty()) {
      return !offered.isEmpty();
    }
    ResourceQuantities quantities = offered.scalarQuantities();
    for (ResourceQuantities alternative : alternatives) {
      if (quantities.contains(alternative)) {
        return true;
      }
    }
    return false;
  }

  /** As {@link #isMet}, or true where amounts alone do not tell. */
  boolean mayBeMet(Dimensions dimensions, Amounts offered) {
    if (amounts.isEmpty()) {
      return true;
    }
    for (List<Amount> alternative : amounts) {
      if (isMet(alternative, dimensions, offered)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMet(List<Amount> alternative, Dimensions dimensions, Amounts offered) {
    for (Amount amount : alternative) {
      int dimension = amount.dimension(dimensions);
      if (dimension < 0 || offered.of(dimension) < amount.milli) {
        return false;
      }
    }
    return true;
  }

  /** Thousandths by dimension. */
  @FunctionalInterface
  interface Amounts {
    long of(int dimension);
  }

  private static final class Amount {
    private final String name;
    private final long milli;
    private int dimension = -1;

    Amount(String name, long milli) {
      this.name = name;
      this.milli = milli;
    }

    /** Below zero as long as no agent has any of it. */
    int dimension(Dimensions dimensions) {
      if (dimension < 0) {
        dimension = dimensions.find(name);
      }
      return dimension;
    }
  }
}
