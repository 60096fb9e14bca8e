package org.meseta.resources;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The short form in which state endpoints show resources: one value for each name. */
final class Summary {

  private static final List<String> ALWAYS = List.of("disk", "mem", "gpus", "cpus");

  private Summary() {}

  /** By name, in order: a Double for scalars, a String for ranges and sets. */
  static Map<String, Object> of(Entry[] entries) {
    Map<String, Entry> sums = new TreeMap<>();
    for (Entry entry : entries) {
      for (int i = 0; i < (entry.key.traits.shared() ? 1 : entry.copies); i++) {
        Entry plain = plain(entry);
        sums.merge(plain.key.name, plain, Summary::sum);
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    ALWAYS.forEach(name -> values.put(name, 0.0));
    sums.forEach((name, sum) -> values.put(name, value(sum)));
    return values;
  }

  private static Entry plain(Entry entry) {
    Key key = entry.key;
    String name = key.traits.revocable() ? key.name + "_revocable" : key.name;
    return entry.with(new Key(name, key.kind, null, Traits.PLAIN), 1);
  }

  private static Entry sum(Entry a, Entry b) {
    return a.key.kind == b.key.kind ? a.plus(b) : b;
  }

  private static Object value(Entry sum) {
    return sum.key.kind == Key.Kind.SCALAR ? Scalars.toDouble(sum.milli()) : sum.amountText(", ");
  }
}
