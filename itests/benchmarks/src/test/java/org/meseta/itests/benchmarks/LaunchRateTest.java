package org.meseta.itests.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meseta.protocol.v1.TaskState;
import org.meseta.testkit.scheduler.FakeMaster;

@Timeout(60)
class LaunchRateTest {

  private static String measured(FakeMaster master, int status) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertThat(
              Main.run(
                  "launch-rate", "--master=" + master.address(), "--tasks=40", "--in_flight=3"))
          .isEqualTo(status);
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void runsAllTasksAndPrintsOneObject() throws Exception {
    try (FakeMaster master =
        new FakeMaster(
            "cpus:8;mem:1024",
            task ->
                List.of(
                    FakeMaster.status(TaskState.TASK_RUNNING, ""),
                    FakeMaster.status(TaskState.TASK_FINISHED, "")))) {
      assertThat(measured(master, 0))
          .startsWith(
              "{\"benchmark\":\"launch_rate\",\"tasks\":40,\"in_flight\":3,\"failed_tasks\":0,")
          .contains("\"tasks_per_second\":", "\"accept_to_running_p99_ms\":")
          .endsWith("}\n");
    }
  }

  @Test
  void countsTasksThatFail() throws Exception {
    try (FakeMaster master =
        new FakeMaster(
            "cpus:8;mem:1024", task -> List.of(FakeMaster.status(TaskState.TASK_FAILED, "no")))) {
      assertThat(measured(master, 1)).contains("\"failed_tasks\":40");
    }
  }

  @Test
  void refusesWrongFlags() throws Exception {
    assertThat(Main.run()).isEqualTo(2);
    assertThat(Main.run("launch-rates")).isEqualTo(2);
    assertThat(Main.run("launch-rate")).isEqualTo(2);
    assertThat(Main.run("launch-rate", "--master=h:1", "--task=3")).isEqualTo(2);
    assertThat(Main.run("launch-rate", "--master=h:1", "--tasks=0")).isEqualTo(2);
    assertThat(Main.run("launch-rate", "tasks")).isEqualTo(2);
  }
}
