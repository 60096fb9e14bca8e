package org.meseta.plugin.host;

/**
 * Where a plugin comes from.
 *
 * @param bundle symbolic name of its bundle
 * @param version of its bundle, for people and for {@link Candidate}'s order: numbers with dots
 *     between, then any text
 * @param bundleId the framework's number of it; -1 if there is none
 */
public record Origin(String bundle, String version, long bundleId) {
  /** Of plugins that no bundle brought, as in tests. */
  public static final Origin NONE = new Origin("", "0.0.0", -1);

  @Override
  public String toString() {
    return bundle.isEmpty() ? "no bundle" : bundle + " " + version;
  }
}
