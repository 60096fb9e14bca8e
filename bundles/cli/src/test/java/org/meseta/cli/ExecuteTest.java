package org.meseta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.testkit.scheduler.FakeMaster;

@Timeout(30)
class ExecuteTest {
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void release() {
    System.setOut(realOut);
    System.setErr(realErr);
  }

  private static FakeMaster master(TaskStatus... ending) throws IOException {
    List<TaskStatus> statuses = new ArrayList<>();
    statuses.add(FakeMaster.status(TaskState.TASK_STARTING, ""));
    statuses.add(FakeMaster.status(TaskState.TASK_RUNNING, ""));
    statuses.addAll(List.of(ending));
    return new FakeMaster("cpus:2;mem:256", task -> statuses);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static List<Call> calls(FakeMaster master, Call.Type type) {
    return master.calls().stream().filter(call -> call.getType() == type).toList();
  }

  private static TaskInfo launched(FakeMaster master) {
    Call accept = calls(master, Call.Type.ACCEPT).get(0);
    return accept.getAccept().getOperations(0).getLaunch().getTaskInfos(0);
  }

  @Test
  void printsEachStateAndSucceedsWhenTheTaskFinishes() throws Exception {
    try (FakeMaster master =
        master(FakeMaster.status(TaskState.TASK_FINISHED, "Command exited with status 0"))) {
      int status =
          Main.run(
              "execute",
              "--master=" + master.address(),
              "--name=hello",
              "--command",
              "echo hi",
              "--env={\"a.b\":\"1\",\"C\":\"x y\"}",
              "--resources=cpus:0.5;mem:32",
              "--role=web",
              "--checkpoint");
      assertThat(status).isZero();
      assertThat(printed())
          .containsSubsequence(
              "Framework fake-0000 at 127.0.0.1:",
              " TASK_STARTING\n",
              " TASK_RUNNING\n",
              " TASK_FINISHED  Command exited with status 0\n");
      assertThat(complained()).isEmpty();
      assertThat(calls(master, Call.Type.ACKNOWLEDGE)).hasSize(3);
      assertThat(calls(master, Call.Type.TEARDOWN)).hasSize(1);
      assertThat(calls(master, Call.Type.SUBSCRIBE).get(0).getSubscribe().getFrameworkInfo())
          .satisfies(
              framework -> {
                assertThat(framework.getRolesList()).containsExactly("web");
                assertThat(framework.getCheckpoint()).isTrue();
                assertThat(framework.getUser()).isEqualTo(System.getProperty("user.name"));
              });
    }
  }

  @Test
  void describesTheTaskAsTheFlagsSay() throws Exception {
    try (FakeMaster master = master(FakeMaster.status(TaskState.TASK_FINISHED, ""))) {
      int status =
          Main.run(
              "execute",
              "--master",
              master.address(),
              "--name=argv",
              "--no-shell",
              "--command=/bin/echo",
              "--env={\"a.b\":\"1\"}",
              "--resources=cpus:0.5;mem:32",
              "--content_type=json",
              "--",
              "one",
              "--two");
      assertThat(status).isZero();
      TaskInfo task = launched(master);
      assertThat(task.getTaskId().getValue()).isEqualTo("argv");
      assertThat(task.getCommand().getShell()).isFalse();
      assertThat(task.getCommand().getValue()).isEqualTo("/bin/echo");
      assertThat(task.getCommand().getArgumentsList()).containsExactly("/bin/echo", "one", "--two");
      assertThat(task.getCommand().getEnvironment().getVariables(0).getName()).isEqualTo("a.b");
      assertThat(task.getResourcesList())
          .extracting(r -> r.getName() + r.getScalar().getValue() + r.getAllocationInfo().getRole())
          .containsExactlyInAnyOrder("cpus0.5*", "mem32.0*");
    }
  }

  @Test
  void failsWhenTheTaskDoes() throws Exception {
    try (FakeMaster master =
        master(FakeMaster.status(TaskState.TASK_FAILED, "Command exited with status 3"))) {
      int status =
          Main.run("execute", "--master=" + master.address(), "--name=x", "--command=false");
      assertThat(status).isEqualTo(1);
      assertThat(printed()).contains(" TASK_FAILED  Command exited with status 3\n");
    }
  }

  @Test
  void killsATaskThatHasRunForItsTime() throws Exception {
    try (FakeMaster master = master()) {
      int status =
          Main.run(
              "execute",
              "--master=" + master.address(),
              "--name=x",
              "--command=sleep 1000",
              "--kill_after=50ms");
      assertThat(status).isEqualTo(1);
      assertThat(printed())
          .containsSubsequence("TASK_RUNNING", "has run for 0.05 s", "TASK_KILLED");
    }
  }

  @Test
  void saysWhyItWaitsAndThatTheMasterIsLost() throws Exception {
    try (FakeMaster master = master()) {
      Thread breaker = new Thread(() -> breakAfterTheHint(master));
      breaker.setDaemon(true);
      breaker.start();
      int status =
          Main.run(
              "execute",
              "--master=" + master.address(),
              "--name=x",
              "--command=true",
              "--resources=cpus:3;mem:64");
      assertThat(status).isEqualTo(2);
      assertThat(printed())
          .contains("Waiting for cpus:3;mem:64: localhost offers cpus:2;mem:256")
          .contains("(too little cpus) (the master's shell tells: mesos:why fake-0000)")
          .contains("Lost the master: the master ended the stream");
    }
  }

  private void breakAfterTheHint(FakeMaster master) {
    await().until(() -> printed().contains("Waiting for"));
    master.breakOff();
  }

  @Test
  void saysThatThereIsNoMaster() throws Exception {
    FakeMaster master = master();
    master.close();
    int status =
        Main.run(
            "execute",
            "--master=" + master.address(),
            "--name=x",
            "--command=true",
            "--timeout=700ms");
    assertThat(status).isEqualTo(2);
    assertThat(printed())
        .containsSubsequence("No master yet: ", "No master at " + master.address() + ": ")
        .contains("connection refused");
  }

  @Test
  void namesFlagsThatAreWrong() {
    List<String> good = List.of("--master=h:1", "--name=n", "--command=c");
    assertUsage(good, "--resources=cpus:x", "cpus");
    assertUsage(good, "--resources=", "--resources");
    assertUsage(good, "--env={\"a\":1}", "--env");
    assertUsage(good, "--env=[]", "must be a JSON object");
    assertUsage(good, "--kill_after=5", "--kill_after");
    assertUsage(good, "--content_type=xml", "xml");
    assertUsage(good, "--nonsense", "--nonsense");
    assertUsage(List.of("--name=n", "--command=c"), "--master=zk://a/b", "ZooKeeper");
    assertUsage(List.of("--name=n"), "--command=c", "--master");
    assertUsage(good, "argument", "--no-shell");
  }

  private void assertUsage(List<String> flags, String flag, String complaint) {
    List<String> arguments = new ArrayList<>(List.of("execute"));
    arguments.addAll(flags);
    arguments.add(flag);
    err.reset();
    assertThat(Main.run(arguments.toArray(new String[0]))).isEqualTo(2);
    assertThat(complained()).contains(complaint);
  }

  @Test
  void readsValuesFromFiles(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("env"), "{\"FROM\":\"file\"}\n");
    try (FakeMaster master = master(FakeMaster.status(TaskState.TASK_FINISHED, ""))) {
      assertThat(
              Main.run(
                  "execute",
                  "--master=" + master.address(),
                  "--name=x",
                  "--command=true",
                  "--env=file://" + file))
          .isZero();
      assertThat(launched(master).getCommand().getEnvironment().getVariables(0).getValue())
          .isEqualTo("file");
    }
  }

  @Test
  void explainsItself() {
    assertThat(Main.run("execute", "--help")).isZero();
    assertThat(printed())
        .contains("--master=HOST:PORT", "--kill_after", "--[no-]shell", "TASK_FINISHED");
  }
}
