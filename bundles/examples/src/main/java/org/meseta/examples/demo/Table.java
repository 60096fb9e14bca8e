package org.meseta.examples.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The outcomes in columns. */
final class Table {
  private static final int WIDEST = 32;

  private Table() {}

  static List<String> lines(Collection<Outcome> outcomes) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("TASK", "STATE", "EXIT", "HOST", "FIRST LINE", "AS EXPECTED"));
    outcomes.forEach(outcome -> rows.add(row(outcome)));
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static List<String> row(Outcome outcome) {
    return List.of(
        outcome.scene().id(),
        outcome.state(),
        outcome.exit(),
        outcome.host().isEmpty() ? "-" : outcome.host(),
        shortened(outcome.firstLine()),
        outcome.surprise().map(surprise -> "NO: " + surprise).orElse("yes"));
  }

  /** Output is not trusted: control characters must not reach a terminal. */
  private static String shortened(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= WIDEST ? clean : clean.substring(0, WIDEST - 3) + "...";
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
