package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.protocol.v1.TaskState.TASK_DROPPED;
import static org.meseta.protocol.v1.TaskState.TASK_FAILED;
import static org.meseta.protocol.v1.TaskState.TASK_FINISHED;
import static org.meseta.protocol.v1.TaskState.TASK_GONE;
import static org.meseta.protocol.v1.TaskState.TASK_KILLED;
import static org.meseta.protocol.v1.TaskState.TASK_RUNNING;
import static org.meseta.protocol.v1.TaskState.TASK_STARTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus.Reason;
import org.meseta.resources.Domains;

class RecoveryTest {
  private static final FrameworkInfo AWARE = Rig.framework(Capability.Type.PARTITION_AWARE);

  @TempDir Path folder;

  private Rig rig() {
    return new Rig(folder.resolve("work")).up();
  }

  @Test
  void comesBackUnderItsIdWithItsTasks() {
    Rig before = rig().run(AWARE, Rig.task("x")).ackAll();

    Rig after = before.next().start().connect();

    assertThat(after.link.sent.get(0).getReregister().getAgent().getId()).isEqualTo(Rig.agentId());
    assertThat(after.link.sent.get(0).getReregister().getTasks(0).getState())
        .isEqualTo(TASK_RUNNING);
    after.reregistered().ends(Termination.exited(0)).ackAll();
    assertThat(after.link.states()).containsExactly(TASK_FINISHED);
    assertThat(after.agent.host().frameworks()).isEmpty();
    assertThat(after.time.failures()).isEmpty();
  }

  @Test
  void deliversWhatWasNotAcknowledged() {
    Rig before = rig().run(AWARE, Rig.task("x"));
    before.ack(before.link.last());

    Rig after = before.next().start().connect().reregistered();

    assertThat(after.link.states()).containsExactly(TASK_RUNNING);
    assertThat(after.link.last().getUuid()).isEqualTo(before.link.last().getUuid());
  }

  @Test
  void learnsHowATaskEndedMeanwhile() {
    Rig before = rig().run(AWARE, Rig.task("x")).ackAll();
    before.host.only().end.complete(Termination.exited(7));

    Rig after = before.next().start().connect().reregistered();

    assertThat(after.link.states()).containsExactly(TASK_FAILED);
    assertThat(after.link.last().getMessage()).isEqualTo("Command exited with status 7");
  }

  @Test
  void saysThatALostTaskIsGone() {
    Rig before = rig().run(AWARE, Rig.task("x")).ackAll();
    before.host.boxes.clear();

    Rig after = before.next().start().connect().reregistered();

    assertThat(after.link.states()).containsExactly(TASK_GONE);
    assertThat(after.link.last().getReason())
        .isEqualTo(Reason.REASON_EXECUTOR_REREGISTRATION_TIMEOUT);
  }

  @Test
  void destroysTheTasksOfFrameworksThatDoNotCheckpoint() {
    FrameworkInfo framework = Rig.framework().toBuilder().setCheckpoint(false).build();
    Rig before = rig().run(framework, Rig.task("x")).ackAll();
    assertThat(before.host.boxes).hasSize(1);

    Rig after = before.next().start().connect();

    assertThat(after.host.destroyed).hasSize(1);
    assertThat(after.link.sent.get(0).getReregister().getTasksList()).isEmpty();
  }

  @Test
  void recoversAfterATaskThatCouldNotBeWrittenDown() throws IOException {
    Rig before = rig();
    Path inTheWay =
        before.work.resolve("meta/slaves/m-S0/frameworks/m-0000/executors/t1/executor.info");
    Files.createDirectories(inTheWay);
    before.run(AWARE, Rig.task("x"));
    assertThat(before.link.states()).containsExactly(TASK_FAILED);
    Files.delete(inTheWay);

    Rig after = before.next().start().connect();

    assertThat(after.exits).isEmpty();
    assertThat(after.link.sent.get(0).getReregister().getTasksList()).isEmpty();
  }

  @Test
  void recoversAfterTheEndsOfSeveralTasksWereAcknowledged() throws IOException {
    Rig before = rig();
    for (String id : List.of("t1", "t2", "t3")) {
      before.run(AWARE, Rig.task(TaskID.newBuilder().setValue(id).build(), "x")).ackAll();
      before.ends(Termination.exited(0)).ackAll();
    }
    try (var files = Files.walk(before.work)) {
      for (Path file : files.filter(f -> f.endsWith("executor.sentinel")).toList()) {
        Files.delete(file);
      }
    }

    Rig after = before.next().start().connect();

    assertThat(after.exits).isEmpty();
    assertThat(after.link.sent.get(0).getReregister().getTasksList()).isEmpty();
  }

  @Test
  void returnsWithTheStateThatWasToldLast() {
    Rig before = rig().run(AWARE, Rig.task("x")).ackAll().ends(Termination.exited(0));
    assertThat(before.link.last().getState()).isEqualTo(TASK_FINISHED);

    Rig after = before.next().start().connect();

    assertThat(after.link.sent.get(0).getReregister().getTasks(0).getStatusUpdateState())
        .isEqualTo(TASK_FINISHED);
  }

  @Test
  void goesOnKilling() {
    Rig before = rig().run(AWARE, Rig.task("x")).ackAll().kill();
    assertThat(before.host.only().signals).containsExactly(15);

    Rig after = before.next().start().connect().reregistered();
    assertThat(after.host.only().signals).containsExactly(15, 15);
    after.advance(Duration.ofSeconds(3)).ackAll();

    assertThat(after.host.destroyed).hasSize(1);
    assertThat(after.link.last().getState()).isEqualTo(TASK_KILLED);
  }

  @Test
  void toleratesAnUpdateThatWasHalfWritten() throws IOException {
    Rig before = rig().run(AWARE, Rig.task("x"));
    Path updates =
        before.work.resolve(
            "meta/slaves/m-S0/frameworks/m-0000/executors/t1/runs/latest/tasks/t1/task.updates");
    Files.write(updates, new byte[] {0, 0, 1, 0, 9, 9}, StandardOpenOption.APPEND);

    Rig after = before.next().start().connect().reregistered().ackAll();

    assertThat(after.link.states()).containsExactly(TASK_STARTING, TASK_RUNNING);
    assertThat(after.exits).isEmpty();
  }

  @Test
  void toleratesWhatWasNotWrittenToItsEnd() throws IOException {
    Rig before = rig().run(AWARE, Rig.task("x")).ackAll();
    Path frameworks = before.work.resolve("meta/slaves/m-S0/frameworks");
    Files.createDirectory(frameworks.resolve("made"));
    Path run = Files.createDirectories(frameworks.resolve("m-0000/executors/t1/runs/made"));
    Files.createDirectories(run.resolve("tasks/t1"));
    Files.createDirectories(frameworks.resolve("m-0000/executors/made"));
    Files.writeString(frameworks.resolve("m-0000/.framework.info.meseta-new"), "half");

    Rig after = before.next().start().connect();

    assertThat(after.exits).isEmpty();
    assertThat(after.link.sent.get(0).getReregister().getTasksList()).hasSize(1);
  }

  @Test
  void startsAgainAfterATaskWhoseUserIsNotHere() {
    FrameworkInfo framework = AWARE.toBuilder().setUser("no-such-user").build();
    Rig before = new Rig(folder.resolve("work")).flag("switch_user", "true").up();
    before.run(framework, Rig.task("x"));
    assertThat(before.link.states()).containsExactly(TASK_FAILED);

    Rig after = before.next().start().connect().reregistered();

    assertThat(after.exits).isEmpty();
    assertThat(after.link.states()).containsExactly(TASK_FAILED);
    assertThat(after.link.last().getMessage()).contains("no-such-user");
  }

  @Test
  void findsTheLaterOfTwoRunsOfATask() throws IOException {
    // Container ids decide about the order of the folders: both orders come up.
    for (int i = 0; i < 10; i++) {
      Rig before = new Rig(folder.resolve("work-" + i)).flag("gc_delay", "1hrs").up();
      for (int draw = 0; draw < i; draw++) {
        before.time.newUuid();
      }
      before.run(AWARE, Rig.task("x")).ends(Termination.exited(0)).ackAll();
      before.run(AWARE, Rig.task("y")).ackAll();
      try (var files = Files.walk(before.work)) {
        for (Path file : files.filter(f -> f.endsWith("executor.sentinel")).toList()) {
          Files.delete(file);
        }
      }

      Rig after = before.next().start().connect().reregistered();

      assertThat(after.exits).isEmpty();
      assertThat(after.host.destroyed).isEmpty();
      assertThat(after.executor().tasks().get(Rig.TASK))
          .extracting(t -> t.getState())
          .isEqualTo(TASK_RUNNING);
      after.advance(Duration.ofHours(5));
      assertThat(after.executor().sandbox()).exists();
      after.ends(Termination.exited(0)).ackAll();
      assertThat(after.link.states()).containsExactly(TASK_FINISHED);
      assertThat(after.agent.host().frameworks()).isEmpty();
    }
  }

  @Test
  void refusesToGoOnAsAnotherAgentAndSaysWhatToDo() {
    Rig before = rig().run(AWARE, Rig.task("x"));

    Rig after = before.next().flag("resources", "cpus:1;mem:512;disk:1;ports:[1-2]").start();

    assertThat(after.exits).hasSize(1);
    assertThat(after.exits.get(0))
        .startsWith("1: ")
        .contains("resources")
        .contains(before.work.resolve("meta/slaves/latest").toString());
    assertThat(after.host.destroyed).isEmpty();
  }

  @Test
  void refusesToGoOnInAnotherDomain() {
    String domain = "{\"fault_domain\":{\"region\":{\"name\":\"r\"},\"zone\":{\"name\":\"%s\"}}}";
    Rig before =
        new Rig(folder.resolve("work")).flag("domain", domain.formatted("a")).start().connect();
    before.registered();
    assertThat(before.link.sent.get(0).getRegister().getAgent().getDomain())
        .isEqualTo(Domains.parse(domain.formatted("a")));

    Rig same = before.next().start().connect();
    assertThat(same.link.sent.get(0).getReregister().getAgent().getDomain())
        .isEqualTo(Domains.parse(domain.formatted("a")));
    Rig after = before.next().flag("domain", domain.formatted("b")).start();

    assertThat(after.exits).hasSize(1);
    assertThat(after.exits.get(0)).startsWith("1: ").contains("domain");
  }

  @Test
  void startsAsANewAgentAfterARebootThatChangedIt() {
    Rig before = rig().run(AWARE, Rig.task("x"));
    Rig after = before.next().flag("resources", "cpus:1;mem:512;disk:1;ports:[1-2]");
    after.bootId = "boot-2";
    after.start().connect();

    assertThat(after.exits).isEmpty();
    assertThat(after.link.sent.get(0).hasRegister()).isTrue();
  }

  @Test
  void keepsItsIdAfterAReboot() {
    Rig before = rig().run(AWARE, Rig.task("x")).ackAll();
    before.host.boxes.clear();
    Rig after = before.next();
    after.bootId = "boot-2";
    after.start().connect();

    assertThat(after.link.sent.get(0).getReregister().getAgent().getId()).isEqualTo(Rig.agentId());
    after.reregistered();
    assertThat(after.link.states()).containsExactly(TASK_GONE);
  }

  @Test
  void endsEverythingAndExitsWhenAskedToCleanUp() {
    Rig before = rig().run(AWARE, Rig.task("x")).ackAll();

    Rig after = before.next().flag("recover", "cleanup").start();
    after.advance(Duration.ofSeconds(5));

    assertThat(after.host.boxes).isEmpty();
    assertThat(after.exits).hasSize(1);
    assertThat(after.exits.get(0)).startsWith("0: ");
    assertThat(after.work.resolve("meta/slaves/latest")).doesNotExist();
  }

  @Test
  void endsWithAMessageWhenStrictAndSomethingCannotBeRead() throws IOException {
    Rig before = rig().run(AWARE, Rig.task("x"));
    Path info = before.work.resolve("meta/slaves/m-S0/frameworks/m-0000/framework.info");
    Files.write(info, new byte[] {1, 2, 3});

    Rig strict = before.next().start();
    assertThat(strict.exits).hasSize(1);
    assertThat(strict.exits.get(0)).contains(info.toString());

    Rig lenient = before.next().flag("strict", "false").start();
    assertThat(lenient.exits).isEmpty();
    assertThat(lenient.agent.host().recovered()).isTrue();
    assertThat(lenient.time.metrics().snapshot()).containsEntry("slave/recovery_errors", 1.0);
  }

  @Test
  void doesNotRegisterBeforeItsContainerizersAreThere() {
    Rig rig = new Rig(folder.resolve("work"));
    rig.factories = new CompletableFuture<>();
    rig.start().connect();
    assertThat(rig.agent.host().recovered()).isFalse();
    assertThat(rig.link.sent).isEmpty();

    rig.factories.complete(List.of(rig.host));
    rig.time.run();

    assertThat(rig.link.sent).hasSize(1);
  }

  /**
   * Whatever instant the agent dies at: the next one knows the task and its framework hears of its
   * end; or the task was never launched and nobody was told of it; or its end was acknowledged.
   */
  @Test
  void losesNothingWhereverItDies() {
    int steps = 0;
    boolean more = true;
    while (more) {
      steps++;
      Rig rig = new Rig(folder.resolve("life-" + steps)).up();
      more = live(rig, steps);
      boolean launched = !rig.host.launched.isEmpty();
      check(rig, launched, folder.resolve("next-" + steps));
    }
    assertThat(steps).isGreaterThan(20);
  }

  /** A task's life, cut short after so many steps; returns whether there would have been more. */
  private static boolean live(Rig rig, int steps) {
    Deque<Runnable> script = new ArrayDeque<>();
    script.add(() -> rig.give(Rig.runTask(AWARE, Rig.task("x"))));
    script.add(() -> rig.give(Rig.acknowledgement(rig.link.last())));
    script.add(() -> rig.host.only().end.complete(Termination.exited(0)));
    script.add(() -> rig.give(Rig.acknowledgement(rig.link.last())));
    script.add(() -> rig.give(Rig.acknowledgement(rig.link.last())));
    for (int i = 0; i < steps; i++) {
      if (!rig.time.step()) {
        Runnable next = script.poll();
        if (next == null) {
          return false;
        }
        next.run();
      }
    }
    return true;
  }

  private static void check(Rig rig, boolean launched, Path copy) {
    List<TaskState> told = rig.link.states();
    Rig next = rig.next(rig.copyTo(copy)).start().connect().reregistered();
    boolean known = !next.agent.host().frameworks().isEmpty();
    boolean mayForget = (told.isEmpty() && !launched) || told.contains(TASK_FINISHED);
    assertThat(known || mayForget).as("after %s", told).isTrue();
    if (known) {
      next.host.boxes.values().forEach(box -> box.end.complete(Termination.exited(0)));
      next.time.run();
      next.ackAll();
      assertThat(next.link.last().getState())
          .as("after %s: %s", told, next.link.states())
          .isEqualTo(launched ? TASK_FINISHED : TASK_DROPPED);
      assertThat(next.agent.host().frameworks()).isEmpty();
    }
    assertThat(next.time.failures()).isEmpty();
  }
}
