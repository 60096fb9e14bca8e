package org.meseta.resources;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much of which resource there may be at most, by name. A resource that is not named has no
 * limit; a limit of zero allows nothing. Immutable; in thousandths.
 */
public final class ResourceLimits {

  private static final ResourceLimits NONE = new ResourceLimits(new TreeMap<>());

  private final SortedMap<String, Long> milli;

  private ResourceLimits(SortedMap<String, Long> milli) {
    this.milli = milli;
  }

  /** No limit for anything. */
  public static ResourceLimits none() {
    return NONE;
  }

  /**
   * @param milli thousandths by name, zero or more
   * @throws ResourceException if an amount is negative; the message names the resource
   */
  public static ResourceLimits ofMilli(Map<String, Long> milli) {
    milli.forEach(
        (name, amount) -> {
          if (amount < 0) {
            throw new ResourceException("the limit of '" + name + "' is negative");
          }
        });
    return milli.isEmpty() ? NONE : new ResourceLimits(new TreeMap<>(milli));
  }

  /**
   * Reads what {@link #toString} writes, for example {@code cpus:4;mem:0}.
   *
   * @throws ResourceException if the text is not valid; the message names the part
   */
  public static ResourceLimits parse(String text) {
    return ofMilli(ResourceQuantities.parseMilli(text));
  }

  /** Whether nothing is limited. */
  public boolean isEmpty() {
    return milli.isEmpty();
  }

  /** What is limited, in alphabetical order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(milli.keySet());
  }

  /** Thousandths; {@link Long#MAX_VALUE} for a resource without limit. */
  public long milli(String name) {
    return milli.getOrDefault(name, Long.MAX_VALUE);
  }

  /** Whether this much is within the limits. */
  public boolean allow(ResourceQuantities quantities) {
    return milli.entrySet().stream()
        .allMatch(limit -> quantities.milli(limit.getKey()) <= limit.getValue());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResourceLimits limits && milli.equals(limits.milli);
  }

  @Override
  public int hashCode() {
    return milli.hashCode();
  }

  /** For example {@code cpus:4;mem:0}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    milli.forEach(
        (name, amount) ->
            text.append(text.isEmpty() ? "" : ";")
                .append(name)
                .append(':')
                .append(Scalars.toText(amount)));
    return text.toString();
  }
}
