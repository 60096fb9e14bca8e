package org.meseta.resources;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How large regular expressions may be that frameworks send. Matching takes time that grows with
 * the program times the text, and no more.
 *
 * @param maxBytes of the expression in UTF-8
 * @param maxProgramSize instructions that it is compiled to
 */
public record RegexLimits(long maxBytes, int maxProgramSize) {

  private static final int SHOWN = 100;

  /** Says why an expression will not do; it names the expression. */
  Optional<String> refusal(String regex) {
    long bytes = regex.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > maxBytes) {
      return Optional.of(
          "A regular expression has " + bytes + " bytes, at most " + maxBytes + " are allowed");
    }
    return reason(regex).map(why -> "Regular expression '" + shown(regex) + "': " + why);
  }

  /** The beginning, as it may stand in a log. */
  private static String shown(String regex) {
    String start = regex.length() > SHOWN ? regex.substring(0, SHOWN) + "..." : regex;
    return start.replaceAll("\\p{Cntrl}", "?");
  }

  private Optional<String> reason(String regex) {
    String tooLarge = "It compiles to more than " + maxProgramSize + " instructions";
    RegexScan scan = RegexScan.of(regex);
    if (scan.depth() > RegexScan.MAX_DEPTH) {
      return Optional.of("Its groups are nested more than " + RegexScan.MAX_DEPTH + " deep");
    }
    // A repetition behind them repeats what is before them, however often it is repeated already.
    if (scan.lateFlags()) {
      return Optional.of("Flags can stand at its beginning, or in a group as in (?i:a)");
    }
    // RE2/J does not come back from looking for other cases of some letters.
    if (scan.foldsOther()) {
      return Optional.of("Where case is ignored only ASCII can be matched, without \\x and \\p");
    }
    // Repetitions would be written out before the program's size can be asked for.
    if (scan.atoms() > Math.max(10L * maxProgramSize, regex.length())) {
      return Optional.of(tooLarge);
    }
    try {
      boolean fits = Pattern.compile(regex).programSize() <= maxProgramSize;
      return fits ? Optional.empty() : Optional.of(tooLarge);
    } catch (PatternSyntaxException e) {
      return Optional.of("It is not valid: " + e.getDescription());
    }
  }
}
