package org.meseta.shell;

import java.io.PrintStream;
import java.util.Arrays;
import org.apache.karaf.shell.support.table.Col;
import org.apache.karaf.shell.support.table.ShellTable;

/**
 * A table that a command prints. What stands in it was chosen by frameworks, agents and plugins: no
 * terminal obeys it, and none of it passes for a row of its own.
 */
public final class Listing {
  private static final char REPLACEMENT = '?';

  private final ShellTable table = new ShellTable();

  /** Adds a column. */
  public Col column(String header) {
    return table.column(header);
  }

  /** What to print if there are no rows. */
  public void emptyTableText(String text) {
    table.emptyTableText(text);
  }

  /** Adds a row, with a cell for each column. */
  public void row(Object... cells) {
    table.addRow().addContent(Arrays.stream(cells).map(Listing::harmless).toArray());
  }

  /**
   * Prints it.
   *
   * @param framed else each row is a line of cells with tabs between them, without a head
   */
  public void print(PrintStream out, boolean framed) {
    table.print(out, framed);
  }

  /** With a question mark for each character that moves the cursor or turns the text around. */
  static String harmless(Object cell) {
    StringBuilder text = new StringBuilder();
    String.valueOf(cell)
        .codePoints()
        .forEach(c -> text.appendCodePoint(isHarmless(c) ? c : REPLACEMENT));
    return text.toString();
  }

  private static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
