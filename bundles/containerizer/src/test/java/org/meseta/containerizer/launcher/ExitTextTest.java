package org.meseta.containerizer.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.plugin.containerizer.Termination;

class ExitTextTest {

  @ParameterizedTest
  @CsvSource({
    "'[1] + 22450 Done                 ', 0, 0",
    "'[1] + 22450 Done(137)            ', 137, 137",
    "'[1]+ 21494 Exit 137                start \"$@\"', 137, 137",
    "'[1]+  21965 Done(5)              ', 145, 5",
    "'[1]+ 21468 Done                    start \"$@\"', 145, 0",
  })
  void readsExitCodes(String job, int status, int code) {
    assertThat(ExitText.parse(job + "\nend " + status + "\n")).contains(Termination.exited(code));
  }

  @ParameterizedTest
  @CsvSource({
    "'[1] + 21340 Killed               ', 137, 9",
    "'[1]+ 21507 Killed                  start \"$@\"', 145, 9",
    "'[1] + 1 Segmentation fault (core dumped) ', 139, 11",
    "'[1]+ 1 Real-time signal 6      start', 145, 40",
    "'[1]+ 1 Real-time signal 16     start', 145, 50",
    "'[1] + 1 RT40', 145, 40",
    "'[1] + 1 Zu viel Zeit', 152, 24",
  })
  void readsSignals(String job, int status, int signal) {
    assertThat(ExitText.parse(job + "\nend " + status + "\n"))
        .contains(Termination.signaled(signal));
  }

  @Test
  void takesTheLastOfSeveralLines() {
    String text =
        "[1] + 1 Running      \n[1] + 1 Stopped (signal)      \n[1] + 1 Done(5)      \nend 5\n";
    assertThat(ExitText.parse(text)).contains(Termination.exited(5));
  }

  @Test
  void goesByTheStatusWhereTheShellSaidNothing() {
    assertThat(ExitText.parse("end 3\n")).contains(Termination.exited(3));
    assertThat(ExitText.parse("end 143\n")).contains(Termination.signaled(15));
  }

  @Test
  void admitsThatItDoesNotKnow() {
    assertThat(ExitText.parse("[1] + 1 Gone fishing\nend 145\n"))
        .hasValueSatisfying(
            t -> {
              assertThat(t.exitCode()).isEmpty();
              assertThat(t.signal()).isEmpty();
              assertThat(t.message()).contains("Gone fishing");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[1] + 1 Done",
        "[1] + 1 Done\n",
        "[1] + 1 Done\nend",
        "end 1",
        "\n",
        "end \n"
      })
  void waitsForTheWholeText(String text) {
    assertThat(ExitText.parse(text)).isEmpty();
  }
}
