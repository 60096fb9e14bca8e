package org.meseta.itests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A seed that fails can be run again, also in another process. */
class RepetitionTest {
  private static final long SEED = 3;

  @Test
  void theSameSeedIsTheSameHistoryInAnyProcess() throws Exception {
    Run.of(SEED + 1, new RealDaemons()); // so that this process has another past
    Process other = new ProcessBuilder(command()).redirectErrorStream(true).start();
    String digest = Run.of(SEED, new RealDaemons()).report().digest();
    String printed =
        new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(printed).isEqualTo(digest);
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-X"))
        .forEach(command::add);
    String classes = System.getProperty("java.class.path");
    command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", classes)));
    command.add(RepetitionTest.class.getName());
    assertThat(command).as("see the pom").contains("-XX:hashCode=2");
    return command;
  }

  /** The other process. */
  public static void main(String... args) {
    System.out.println(Run.of(SEED, new RealDaemons()).report().digest());
  }
}
