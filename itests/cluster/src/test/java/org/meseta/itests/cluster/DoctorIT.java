package org.meseta.itests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@code meseta doctor} says of a host. */
class DoctorIT {

  @Test
  void saysThatAHostWhereTestsRunHasAllThatIsNeeded() throws Exception {
    Visit visit = visit(Map.of(), "--port=" + Daemon.freePort());

    assertThat(visit.text()).contains("All that is needed is here.").doesNotContain("MISSING");
    assertThat(visit.code()).isZero();
  }

  @Test
  void namesAPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Visit visit = visit(Map.of(), "--port=" + taken.getLocalPort());

      assertThat(visit.text())
          .contains("limited  port " + taken.getLocalPort() + ": something listens there");
      assertThat(visit.code()).isZero();
    }
  }

  @Test
  void failsWithoutJavaAndSaysWhatToInstall() throws Exception {
    Visit visit = visit(Map.of("JAVA_HOME", "/nowhere"), "--port=" + Daemon.freePort());

    assertThat(visit.text()).containsPattern("MISSING +Java: /nowhere/bin/java").contains("-> ");
    assertThat(visit.code()).isEqualTo(1);
  }

  @Test
  void looksForTheNextFolderAboveAWorkingFolderThatIsNotThere() throws Exception {
    Path folder = Daemon.scratch("doctor");

    Visit visit = visit(Map.of(), "--work_dir=" + folder.resolve("not/yet"));

    assertThat(visit.text()).contains("free in " + folder + "\n");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesWhatIsNoPort() throws Exception {
    for (String port : List.of("0", "65536", "http", "")) {
      Visit visit = visit(Map.of(), "--port=" + port);

      assertThat(visit.text()).contains("'" + port + "' is no port");
      assertThat(visit.code()).isEqualTo(1);
    }
  }

  private static Visit visit(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = Daemon.meseta("doctor");
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(Daemon.scratch("doctor-said"), "said", ".out");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process doctor = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(doctor.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Visit(doctor.exitValue(), Files.readString(out));
  }

  private record Visit(int code, String text) {}
}
