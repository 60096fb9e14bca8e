package org.meseta.plugin.host;

/** Compares versions as OSGi does: three numbers, then a text. */
final class VersionText {

  private VersionText() {}

  static int compare(String one, String other) {
    String[] a = one.split("\\.", 4);
    String[] b = other.split("\\.", 4);
    for (int i = 0; i < 3; i++) {
      int difference = Integer.compare(number(a, i), number(b, i));
      if (difference != 0) {
        return difference;
      }
    }
    return qualifier(a).compareTo(qualifier(b));
  }

  private static int number(String[] parts, int index) {
    boolean digits = index < parts.length && parts[index].matches("\\d{1,9}");
    return digits ? Integer.parseInt(parts[index]) : 0;
  }

  private static String qualifier(String[] parts) {
    return parts.length > 3 ? parts[3] : "";
  }
}
