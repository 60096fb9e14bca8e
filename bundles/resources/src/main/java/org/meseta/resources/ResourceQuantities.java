package org.meseta.resources;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much of which resource, by name, without roles or reservations. Immutable; in thousandths.
 * Names come in alphabetical order.
 */
public final class ResourceQuantities {

  private static final ResourceQuantities EMPTY =
      new ResourceQuantities(new String[0], new long[0]);

  private final String[] names;
  private final long[] milli;

  private ResourceQuantities(String[] names, long[] milli) {
    this.names = names;
    this.milli = milli;
  }

  /** Nothing. */
  public static ResourceQuantities empty() {
    return EMPTY;
  }

  /**
   * @param milli thousandths by name; what is not above zero is left out
   */
  public static ResourceQuantities ofMilli(Map<String, Long> milli) {
    TreeMap<String, Long> sorted = new TreeMap<>(milli);
    sorted.values().removeIf(amount -> amount <= 0);
    if (sorted.isEmpty()) {
      return EMPTY;
    }
    long[] amounts = sorted.values().stream().mapToLong(Long::longValue).toArray();
    return new ResourceQuantities(sorted.keySet().toArray(new String[0]), amounts);
  }

  static ResourceQuantities ofEntries(Entry[] entries, boolean scalarsOnly) {
    TreeMap<String, Long> sums = new TreeMap<>();
    for (Entry entry : entries) {
      if (!scalarsOnly || entry.key.kind == Key.Kind.SCALAR) {
        int copies = entry.key.traits.shared() ? 1 : entry.copies;
        sums.merge(entry.key.name, entry.milli() * copies, Scalars::add);
      }
    }
    return ofMilli(sums);
  }

  /**
   * Reads for example {@code cpus:0.01;mem:32}.
   *
   * @throws ResourceException if the text is not valid; the message names the part
   */
  public static ResourceQuantities parse(String text) {
    return ofMilli(parseMilli(text));
  }

  /** Thousandths by name, those of zero too. */
  static Map<String, Long> parseMilli(String text) {
    TreeMap<String, Long> amounts = new TreeMap<>();
    for (String part : text.split(";", -1)) {
      if (!part.isBlank()) {
        parsePart(part.strip(), amounts);
      }
    }
    return amounts;
  }

  /**
   * Says why a text is no name of a resource: such as cannot be written down where resources are.
   *
   * @return the reason, without a full stop; empty if it is a name
   */
  public static Optional<String> invalidName(String name) {
    if (name.isEmpty()) {
      return Optional.of("resources have names");
    }
    boolean wrong =
        name.chars().anyMatch(c -> "()[]{}:;,|".indexOf(c) >= 0 || c <= ' ' || c == 0x7f);
    return wrong
        ? Optional.of(
            "'" + name + "' is no name of a resource: it has brackets, space or one of :;,|")
        : Optional.empty();
  }

  private static void parsePart(String part, Map<String, Long> amounts) {
    int colon = part.indexOf(':');
    String name = colon < 0 ? "" : part.substring(0, colon).strip();
    String value = part.substring(colon + 1).strip();
    if (name.isEmpty() || !Scalars.isNumber(value)) {
      throw new ResourceException("'" + part + "' must be a name and a number, as in cpus:0.5");
    }
    invalidName(name)
        .ifPresent(
            why -> {
              throw new ResourceException(why);
            });
    try {
      if (amounts.put(name, Scalars.toMilli(Scalars.parse(value))) != null) {
        throw new ResourceException("the name is there twice");
      }
    } catch (ResourceException e) {
      throw new ResourceException("'" + part + "': " + e.getMessage(), e);
    }
  }

  /**
   * Reads quantities of which one is enough, for example {@code cpus:0.01|mem:32}.
   *
   * @return empty for an empty text
   * @throws ResourceException if the text is not valid; the message names the part
   */
  public static List<ResourceQuantities> parseAlternatives(String text) {
    return Arrays.stream(text.split("\\|"))
        .filter(alternative -> !alternative.isBlank())
        .map(ResourceQuantities::parse)
        .toList();
  }

  /** Names with a quantity above zero. */
  public Set<String> names() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(names)));
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return names.length == 0;
  }

  /** Thousandths of the resource; 0 if there is none. */
  public long milli(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return milli[i];
      }
    }
    return 0;
  }

  /** How much of the resource; 0 if there is none. */
  public double value(String name) {
    return Scalars.toDouble(milli(name));
  }

  /** Calls {@code visitor} with each name and its thousandths, in the order of the names. */
  public void forEach(Visitor visitor) {
    for (int i = 0; i < names.length; i++) {
      visitor.visit(names[i], milli[i]);
    }
  }

  /** Both together. */
  public ResourceQuantities plus(ResourceQuantities other) {
    if (other.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    return Arrays.equals(names, other.names) ? plusSameNames(other) : plusOtherNames(other);
  }

  private ResourceQuantities plusSameNames(ResourceQuantities other) {
    long[] sums = new long[milli.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Scalars.add(milli[i], other.milli[i]);
    }
    return new ResourceQuantities(names, sums);
  }

  private ResourceQuantities plusOtherNames(ResourceQuantities other) {
    TreeMap<String, Long> sums = new TreeMap<>();
    forEach(sums::put);
    other.forEach((name, amount) -> sums.merge(name, amount, Scalars::add));
    return ofMilli(sums);
  }

  /** Never below zero. */
  public ResourceQuantities minus(ResourceQuantities other) {
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    TreeMap<String, Long> rest = new TreeMap<>();
    forEach((name, amount) -> rest.put(name, amount - other.milli(name)));
    return ofMilli(rest);
  }

  /** Whether there is at least as much of everything as in {@code other}. */
  public boolean contains(ResourceQuantities other) {
    for (int i = 0; i < other.names.length; i++) {
      if (milli(other.names[i]) < other.milli[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResourceQuantities quantities
        && Arrays.equals(names, quantities.names)
        && Arrays.equals(milli, quantities.milli);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(names) + Arrays.hashCode(milli);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    forEach(
        (name, amount) ->
            text.append(text.isEmpty() ? "" : ";")
                .append(name)
                .append(':')
                .append(Scalars.toText(amount)));
    return text.toString();
  }

  /** Sees one quantity. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param milli thousandths, above zero
     */
    void visit(String name, long milli);
  }
}
