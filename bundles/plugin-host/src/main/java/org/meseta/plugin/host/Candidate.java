package org.meseta.plugin.host;

import java.util.Comparator;

/**
 * A plugin that is there and may be used. Two candidates are never equal, though they may come from
 * the same bundle: one that comes back is another one.
 *
 * @param <F> type of the factory
 */
public final class Candidate<F> {
  private final String name;
  private final F factory;
  private final Origin origin;
  private final Preference preference;

  /**
   * @param name under which it is used
   */
  public Candidate(String name, F factory, Origin origin, Preference preference) {
    this.name = name;
    this.factory = factory;
    this.origin = origin;
    this.preference = preference;
  }

  public String name() {
    return name;
  }

  public F factory() {
    return factory;
  }

  public Origin origin() {
    return origin;
  }

  /** That of the plugin's classes. */
  ClassLoader loader() {
    return factory.getClass().getClassLoader();
  }

  /** Best first. */
  static <F> Comparator<Candidate<F>> order() {
    return Comparator.comparingInt((Candidate<F> c) -> c.preference.place)
        .thenComparing(c -> -(long) c.preference.ranking)
        .thenComparing((a, b) -> VersionText.compare(b.origin.version(), a.origin.version()))
        .thenComparing(c -> -c.preference.arrival);
  }

  @Override
  public String toString() {
    return name + " of " + origin;
  }

  /**
   * What decides between several: first the place, then the ranking, then the version of the
   * bundle, then who came last.
   *
   * @param place of its name among the names that the operator gave; the first is 0
   * @param ranking as the plugin itself says; more is better
   * @param arrival grows with each plugin that comes
   */
  public record Preference(int place, int ranking, long arrival) {}
}
