package org.meseta.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineTest {

  private final CommandLine line =
      new CommandLine(
          Map.of(
              "a",
              new FlagTable(
                  List.of(
                      Map.of("name", "work_dir"),
                      Map.of("name", "no-op"),
                      Map.of("name", "strict", "boolean", "true"),
                      Map.of("name", "quorum", "former", "size,count"))),
              "b",
              new FlagTable(List.of(Map.of("name", "resources")))));

  @Test
  void readsValuesOfEveryTable() {
    assertThat(read("--work_dir=/a=b", "--resources=")).containsEntry("work_dir", "/a=b");
    assertThat(read("--work_dir=/a=b", "--resources=")).containsEntry("resources", "");
  }

  @Test
  void readsBooleansWithoutValue() {
    assertThat(read("--strict")).containsEntry("strict", "true");
    assertThat(read("--no-strict")).containsEntry("strict", "false");
    assertThat(read("--strict=false")).containsEntry("strict", "false");
  }

  @Test
  void takesAFlagThatOnlyLooksNegatedAsItIs() {
    assertThat(read("--no-op=1")).containsEntry("no-op", "1");
  }

  @Test
  void letsTheCommandLineWinOverVariables() {
    Map<String, String> variables =
        Map.of("MESOS_WORK_DIR", "/variable", "MESOS_STRICT", "false", "MESOS_NATIVE_LIBRARY", "x");
    assertThat(line.read(List.of("--work_dir=/line"), variables))
        .containsOnly(Map.entry("work_dir", "/line"), Map.entry("strict", "false"));
  }

  @Test
  void knowsFormerNames() {
    assertThat(read("--count=3")).containsEntry("count", "3");
  }

  @Test
  void namesWhatIsWrong() {
    refuses("Unknown flag --wrok_dir. Did you mean --work_dir?", "--wrok_dir=/a");
    refuses("Unknown flag --zk: groups of masters are not supported yet", "--zk=zk://h:2181/m");
    refuses("Unknown flag --zz", "--zz=1");
    refuses("Unknown flag --nothing_like_it", "--nothing_like_it");
    refuses("Flag --work_dir needs a value: --work_dir=VALUE", "--work_dir");
    refuses("Flag --strict is given twice", "--strict", "--no-strict");
    refuses("Unexpected argument 'work_dir': flags start with --", "work_dir");
    refuses("Unknown flag --no-work_dir", "--no-work_dir");
  }

  private Map<String, String> read(String... arguments) {
    return line.read(List.of(arguments), Map.of());
  }

  private void refuses(String message, String... arguments) {
    assertThatThrownBy(() -> read(arguments)).hasMessage(message);
  }
}
