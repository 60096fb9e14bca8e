package org.meseta.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexLimitsTest {
  private static final RegexLimits USUAL = new RegexLimits(4096, 100);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".*",
        "rack-[0-9]+",
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "(?i)host[0-9]{1,3}\\.example\\.(com|org)",
        "\\Qa{900}\\E",
        "\\x{10FFFF}{3}",
        "[]{500}]{2}",
        "[^\\]{500}[:alpha:]{9}]",
        "a{,500}",
        "(a{90}){0}",
      })
  void allowWhatIsSmall(String regex) {
    assertThat(USUAL.refusal(regex)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{100}",
        "(a|bc){60}",
        "((a{1000}){1000}){1000}",
        "(((){1000}){1000}){1000}",
        "(?:(?:[a-z]{99}){2,99}x){999,}",
        "((\\pL{1000}){1000}|(\\Qab\\E{1000}){1000}){1000}",
        "a{99999999999999999999}",
      })
  void refuseWhatIsLargeBeforeItIsWrittenOut(String regex) {
    assertThat(USUAL.refusal(regex)).get().asString().contains("100 instructions").contains("'");
  }

  /** Some of these never come to an end in RE2/J. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i)\\x{1C80}",
        "(?i)\u1c80",
        "(?i)[B-\u4000]",
        "(?i)[a\\x{1C80}]",
        "(?s-i)(?i)\\pL",
        "a(?:b(?mi:\\x{1C80}))",
        "(?i)\\0123",
      })
  void refuseToIgnoreCaseBeyondAscii(String regex) {
    assertThat(USUAL.refusal(regex)).get().asString().contains("only ASCII");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{99}(?i){99}(?i){99}(?i){99}(?i){99}",
        "a(?s)b",
        "(a(?i)b)",
        "|(?i)b",
        "(?:)(?i)"
      })
  void refuseFlagsInTheMiddle(String regex) {
    assertThat(USUAL.refusal(regex)).get().asString().contains("Flags");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i)(?s)a.b",
        "(?i:a)b(?s:.)",
        "\\pL\\x{1C80}",
        "[(?i)]",
        "\\Qa(?i)\\E",
        "(?i)\\W[^a]"
      })
  void allowFlagsWhereTheyDoNoHarm(String regex) {
    assertThat(USUAL.refusal(regex)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "a)", "[z-a]", "*", "(?=a)", "(a)\\1", "\\", "a{5,2}"})
  void refuseWhatIsNotValid(String regex) {
    assertThat(USUAL.refusal(regex)).get().asString().contains("not valid").contains(regex);
  }

  @Test
  void refuseLongTextsAndDeepGroups() {
    assertThat(USUAL.refusal("[" + "a".repeat(4094) + "]")).isEmpty();
    assertThat(USUAL.refusal("[" + "a".repeat(4095) + "]")).get().asString().contains("4097 bytes");
    assertThat(USUAL.refusal("(?:".repeat(201) + ")".repeat(201))).get().asString().contains("200");
    assertThat(new RegexLimits(10, 3).refusal("ab")).isPresent();
    assertThat(new RegexLimits(10, 4).refusal("ab")).isEmpty();
  }

  @Test
  void keepLogsInOrder() {
    assertThat(USUAL.refusal("(\n".repeat(1000)))
        .get()
        .asString()
        .hasSizeLessThan(200)
        .doesNotContain("\n");
  }

  @Test
  void matchingTakesTimeThatGrowsWithTheText() {
    // Takes for ever where expressions are tried one way after the other.
    assertThat(Pattern.compile("(a*)*b").matches("a".repeat(10_000))).isFalse();
  }
}
