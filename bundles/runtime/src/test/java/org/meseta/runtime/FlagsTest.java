package org.meseta.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.runtime.FlagSpec.Kind;

class FlagsTest {
  private static final List<FlagSpec> SPECS =
      List.of(
          FlagSpec.of("interval", Kind.DURATION, "1secs", "How often."),
          FlagSpec.of("timeout", Kind.DURATION, "10mins", "How long.").formerly("old_timeout"),
          FlagSpec.of("count", Kind.INT, "5", "How many."),
          FlagSpec.of("size", Kind.BYTES, "4KB", "How big."),
          FlagSpec.of("on", Kind.BOOL, "true", "Whether."),
          FlagSpec.of("name", Kind.TEXT, "What."),
          FlagSpec.of("key", Kind.TEXT, "A secret.").hidden());

  @Test
  void fillsInDefaults() {
    Flags flags = Flags.parse(SPECS, Map.of());
    assertThat(flags.duration("interval")).isEqualTo(Duration.ofSeconds(1));
    assertThat(flags.integer("count")).isEqualTo(5);
    assertThat(flags.bytes("size")).isEqualTo(4096);
    assertThat(flags.bool("on")).isTrue();
    assertThat(flags.text("name")).isEmpty();
  }

  @Test
  void namesTheFlagItDoesNotKnow() {
    assertThatThrownBy(() -> Flags.parse(SPECS, Map.of("colour", "red")))
        .isInstanceOf(FlagException.class)
        .hasMessage("Flag --colour is not known");
  }

  @Test
  void namesTheValueThatDoesNotFit() {
    assertThatThrownBy(() -> Flags.parse(SPECS, Map.of("interval", "soon")))
        .hasMessageContainingAll("--interval", "'soon'", "15secs");
  }

  @Test
  void doesNotShowSecrets() {
    Flags flags = Flags.parse(SPECS, Map.of("key", "hush", "name", "a"));
    assertThat(flags.shown()).doesNotContainKey("key").containsEntry("name", "a");
    assertThat(flags.text("key")).contains("hush");
  }

  @Test
  void understandsFormerNamesAndWarns() {
    Flags flags = Flags.parse(SPECS, Map.of("old_timeout", "1hrs"));
    assertThat(flags.duration("timeout")).isEqualTo(Duration.ofHours(1));
    assertThat(flags.warnings()).hasSize(1);
  }

  @Test
  void refusesAFlagGivenUnderBothNames() {
    assertThatThrownBy(() -> Flags.parse(SPECS, Map.of("old_timeout", "1hrs", "timeout", "1hrs")))
        .hasMessageContainingAll("--timeout", "old_timeout");
  }

  @Test
  void readsValuesFromFiles(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), " hush\n");
    assertThat(Flags.parse(SPECS, Map.of("key", "file://" + file)).text("key")).contains("hush");
    assertThatThrownBy(() -> Flags.parse(SPECS, Map.of("key", "file://" + folder + "/none")))
        .hasMessageContaining("--key");
  }

  @Test
  void readsJsonAsItIsOrFromAPath(@TempDir Path folder) throws IOException {
    List<FlagSpec> specs = List.of(FlagSpec.of("where", FlagSpec.Kind.JSON, "Where."));
    Path file = Files.writeString(folder.resolve("where"), "{}\n");
    for (String given : List.of(" {}", file.toString(), "file://" + file)) {
      assertThat(Flags.parse(specs, Map.of("where", given)).text("where")).contains("{}");
    }
    for (String given : List.of("here", "", folder + "/none", folder.toString())) {
      assertThatThrownBy(() -> Flags.parse(specs, Map.of("where", given)))
          .hasMessageContaining("--where");
    }
  }

  @Test
  void tellsAFlagInPlainTexts() {
    FlagSpec spec =
        FlagSpec.of("strict", FlagSpec.Kind.BOOL, "true", "Whether.").formerly("rigid", "stern");
    assertThat(spec.row())
        .containsOnly(
            Map.entry("name", "strict"),
            Map.entry("default", "true"),
            Map.entry("help", "Whether."),
            Map.entry("boolean", "true"),
            Map.entry("former", "rigid,stern"));
  }

  @Test
  void doesNotTellTheDefaultOfASecret() {
    FlagSpec spec = FlagSpec.of("key", FlagSpec.Kind.TEXT, "abc", "A key.").hidden();
    assertThat(spec.row()).containsEntry("default", "");
  }
}
