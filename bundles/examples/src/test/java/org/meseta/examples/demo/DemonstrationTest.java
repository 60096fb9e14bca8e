package org.meseta.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meseta.http.client.MasterAddress;
import org.meseta.http.client.WebClient;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.SystemRuntime;
import org.meseta.testkit.scheduler.FakeMaster;

@Timeout(30)
class DemonstrationTest {
  private final SystemRuntime runtime = new SystemRuntime();
  private final EventLoop loop = runtime.loop("demo");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @AfterEach
  void stop() {
    loop.close();
    runtime.close();
  }

  private final Map<String, Scene> scenes =
      Scenes.all().stream().collect(Collectors.toMap(Scene::id, scene -> scene));

  private Scene scene(String id) {
    return Objects.requireNonNull(scenes.get(id));
  }

  /** What a good cluster makes of a task. */
  private List<TaskStatus> played(TaskInfo task) {
    Scene scene = scene(task.getTaskId().getValue());
    List<TaskStatus> statuses = new ArrayList<>();
    if (scene.state() != TaskState.TASK_ERROR) {
      statuses.add(FakeMaster.status(TaskState.TASK_STARTING, ""));
      statuses.add(FakeMaster.status(TaskState.TASK_RUNNING, ""));
    }
    if (!scene.killed()) {
      statuses.add(FakeMaster.status(scene.state(), "Command " + scene.exit()));
    }
    return statuses;
  }

  private FakeMaster cluster(Function<TaskInfo, List<TaskStatus>> tasks) throws IOException {
    FakeMaster master = new FakeMaster("cpus:1;mem:512", tasks);
    master.onKill(id -> "Command terminated with " + scene(id).exit());
    for (Scene scene : scenes.values()) {
      String path = "/frameworks/fake-0000/executors/" + scene.id() + "/runs/latest/";
      master.file(path + scene.file(), "a line before\n" + scene.line() + "\n");
    }
    return master;
  }

  private int play(String address, Duration timeout) throws Exception {
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    Demonstration demo =
        new Demonstration(
            loop, new WebClient(runtime.timers()), MasterAddress.parse(address), print);
    return demo.start(timeout).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void playsEachSceneAndShowsATable() throws Exception {
    try (FakeMaster master = cluster(this::played)) {
      assertThat(play(master.address(), Duration.ofSeconds(20))).isZero();
      assertThat(scenes).hasSizeGreaterThanOrEqualTo(20);
      assertThat(printed())
          .containsPattern("hello +TASK_FINISHED +0 +localhost +a line before +yes\n")
          .containsPattern("exit-137 +TASK_FAILED +137 ")
          .containsPattern("kills-itself +TASK_FAILED +signal Killed ")
          .containsPattern("sleeper +TASK_KILLED +signal Terminated ")
          .containsPattern("asks-too-much +TASK_ERROR +- ")
          .contains(scenes.size() + " of " + scenes.size() + " tasks ended as expected.");
      assertThat(master.calls().stream().filter(call -> call.getType() == Call.Type.TEARDOWN))
          .hasSize(1);
    }
  }

  @Test
  void saysWhichTaskEndedOtherwise() throws Exception {
    Function<TaskInfo, List<TaskStatus>> tasks =
        task ->
            task.getName().equals("exit-3")
                ? List.of(
                    FakeMaster.status(TaskState.TASK_FINISHED, "Command exited with status 0"))
                : played(task);
    try (FakeMaster master = cluster(tasks)) {
      master.file("/lines/runs/latest/stdout", "one\n");
      assertThat(play(master.address(), Duration.ofSeconds(20))).isEqualTo(1);
      assertThat(printed()).contains("NO: it should be TASK_FAILED but says: Command exited");
    }
  }

  @Test
  void failsWhenTheMasterDies() throws Exception {
    try (FakeMaster master = new FakeMaster("cpus:1;mem:512", task -> List.of())) {
      Thread killer =
          new Thread(
              () -> {
                try {
                  while (master.calls().take().getType() != Call.Type.ACCEPT) {
                    // not yet
                  }
                } catch (InterruptedException e) {
                  return;
                }
                master.breakOff();
              });
      killer.setDaemon(true);
      killer.start();
      assertThat(play(master.address(), Duration.ofSeconds(20))).isEqualTo(2);
      assertThat(printed())
          .contains("The demo failed: lost the master: the master ended the stream");
    }
  }

  @Test
  void failsWhenAnAgentIsLost() throws Exception {
    Function<TaskInfo, List<TaskStatus>> tasks =
        task -> List.of(FakeMaster.status(TaskState.TASK_LOST, "Agent disconnected"));
    try (FakeMaster master = cluster(tasks)) {
      assertThat(play(master.address(), Duration.ofSeconds(20))).isEqualTo(2);
      assertThat(printed()).contains("The demo failed: hello is TASK_LOST: Agent disconnected");
    }
  }

  @Test
  void failsWhenItTakesTooLong() throws Exception {
    try (FakeMaster master = new FakeMaster("cpus:1;mem:512", task -> List.of())) {
      assertThat(play(master.address(), Duration.ofSeconds(1))).isEqualTo(2);
      assertThat(printed()).contains("The demo failed: not done after 1 s");
    }
  }

  @Test
  void failsWhenThereIsNoMaster() throws Exception {
    FakeMaster master = new FakeMaster("cpus:1;mem:512", task -> List.of());
    master.close();
    assertThat(play(master.address(), Duration.ofMillis(500))).isEqualTo(2);
  }
}
