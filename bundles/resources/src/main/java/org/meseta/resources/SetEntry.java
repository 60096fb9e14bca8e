package org.meseta.resources;

import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Value;

/** A set of texts. */
final class SetEntry extends Entry {

  private final NavigableSet<String> items;

  SetEntry(Key key, int copies, Collection<String> items) {
    super(key, copies);
    this.items = new TreeSet<>(items);
  }

  /**
   * @throws ResourceException if an item is there twice
   */
  static SetEntry of(Key key, List<String> items) {
    SetEntry entry = new SetEntry(key, 1, items);
    if (entry.items.size() < items.size()) {
      NavigableSet<String> seen = new TreeSet<>();
      for (String item : items) {
        if (!seen.add(item)) {
          throw new ResourceException("the set has the item '" + item + "' twice");
        }
      }
    }
    return entry;
  }

  @Override
  Entry with(Key newKey, int newCopies) {
    return new SetEntry(newKey, newCopies, items);
  }

  @Override
  Entry mergedWith(Entry other) {
    SetEntry sum = new SetEntry(key, copies, items);
    sum.items.addAll(itemsOf(other));
    return sum;
  }

  @Override
  Entry reducedBy(Entry other) {
    SetEntry rest = new SetEntry(key, copies, items);
    itemsOf(other).forEach(rest.items::remove);
    return rest;
  }

  @Override
  boolean amountContains(Entry other) {
    return items.containsAll(itemsOf(other));
  }

  @Override
  boolean sameAmount(Entry other) {
    return other instanceof SetEntry same && items.equals(same.items);
  }

  private static NavigableSet<String> itemsOf(Entry other) {
    return ((SetEntry) other).items;
  }

  @Override
  int amountHash() {
    return items.hashCode();
  }

  @Override
  boolean isEmpty() {
    return items.isEmpty();
  }

  @Override
  long milli() {
    return items.size() * Scalars.ONE;
  }

  @Override
  void writeAmount(Resource.Builder wire) {
    wire.setType(Value.Type.SET).setSet(Value.Set.newBuilder().addAllItem(items));
  }

  @Override
  String amountText(String separator) {
    return "{" + String.join(separator, items) + "}";
  }
}
