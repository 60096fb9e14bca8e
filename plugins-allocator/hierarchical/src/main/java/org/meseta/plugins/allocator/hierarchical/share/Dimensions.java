package org.meseta.plugins.allocator.hierarchical.share;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.meseta.resources.ResourceQuantities;

/** Gives each name of a scalar resource a small number, so that shares and quotas need no text. */
public final class Dimensions {

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  /** The number of a name, which is new if need be. */
  public int of(String name) {
    Integer known = numbers.putIfAbsent(name, names.size());
    if (known != null) {
      return known;
    }
    names.add(name);
    return names.size() - 1;
  }

  /** The number of a name; -1 if it is not known. */
  public int find(String name) {
    return numbers.getOrDefault(name, -1);
  }

  /** Names in the order of their numbers. */
  public List<String> names() {
    return names;
  }

  /** Thousandths by number. */
  public long[] amounts(ResourceQuantities quantities) {
    quantities.forEach((name, milli) -> of(name));
    long[] amounts = new long[names.size()];
    quantities.forEach((name, milli) -> amounts[of(name)] = milli);
    return amounts;
  }

  /** Adds quantities to a tally. */
  void add(Tally tally, ResourceQuantities quantities) {
    quantities.forEach((name, milli) -> tally.add(of(name), milli));
  }

  /** Takes quantities out of a tally. */
  void subtract(Tally tally, ResourceQuantities quantities) {
    quantities.forEach((name, milli) -> tally.add(of(name), -milli));
  }
}
