package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.protocol.v1.TaskState.TASK_FAILED;
import static org.meseta.protocol.v1.TaskState.TASK_FINISHED;
import static org.meseta.protocol.v1.TaskState.TASK_KILLED;
import static org.meseta.protocol.v1.TaskState.TASK_KILLING;
import static org.meseta.protocol.v1.TaskState.TASK_RUNNING;
import static org.meseta.protocol.v1.TaskState.TASK_STARTING;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.agent.api.Agent;
import org.meseta.agent.state.Host;
import org.meseta.plugin.containerizer.Containerizer;
import org.meseta.plugin.containerizer.LaunchRefusedException;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.plugin.isolator.Limitation;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.v1.ContainerInfo;
import org.meseta.protocol.v1.Environment;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.TaskStatus.Reason;
import org.meseta.resources.Resources;

class CommandTaskTest {
  @TempDir Path work;
  private Rig rig;

  @BeforeEach
  void start() {
    rig = new Rig(work).up();
  }

  @AfterEach
  void nothingFailedOnTheLoop() {
    assertThat(rig.time.failures()).isEmpty();
  }

  @Test
  void tellsStartingRunningAndTheEndInOrder() {
    rig.run(Rig.framework(), Rig.task("true")).ends(Termination.exited(0)).ackAll();

    assertThat(rig.link.states()).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_FINISHED);
    TaskStatus end = rig.link.last();
    assertThat(end.getMessage()).isEqualTo("Command exited with status 0");
    assertThat(end.hasReason()).isFalse();
    assertThat(end.getSource()).isEqualTo(TaskStatus.Source.SOURCE_EXECUTOR);
    assertThat(end.getUuid().size()).isEqualTo(16);
    assertThat(end.getExecutorId().getValue()).isEqualTo("t1");
    assertThat(end.getContainerStatus().getExecutorPid()).isEqualTo(4242);
    assertThat(end.getContainerStatus().getNetworkInfos(0).getIpAddresses(0).getIpAddress())
        .isEqualTo("127.0.0.1");
    assertThat(rig.link.updates().stream().map(u -> u.getStatus().getUuid()).distinct()).hasSize(3);
  }

  @Test
  void hearsWhatAFrameworkSaysToATaskThatItPlays() {
    rig.send(message("t1"));
    assertThat(heard("invalid")).isEqualTo(1);

    rig.run(Rig.framework(), Rig.task("true")).send(message("t1")).send(message("other"));
    assertThat(heard("valid")).isEqualTo(1);
    assertThat(heard("invalid")).isEqualTo(2);
  }

  private static MasterMessage.Builder message(String executor) {
    MasterMessage.Builder message = MasterMessage.newBuilder();
    message.getFrameworkToExecutorBuilder().setFrameworkId(Rig.FRAMEWORK);
    message
        .getFrameworkToExecutorBuilder()
        .setData(ByteString.copyFromUtf8("hello"))
        .getExecutorIdBuilder()
        .setValue(executor);
    return message;
  }

  private double heard(String how) {
    return rig.time.metrics().snapshot().getOrDefault("slave/" + how + "_framework_messages", -1.0);
  }

  @Test
  void saysTheNewestStateWithEachUpdate() {
    rig.run(Rig.framework(), Rig.task("true")).ends(Termination.exited(0)).ackAll();

    assertThat(rig.link.updates().get(1).getLatestState()).isEqualTo(TASK_FINISHED);
  }

  @Test
  void forgetsTheTaskWhenItsEndIsAcknowledged() {
    rig.run(Rig.framework(), Rig.task("true")).ends(Termination.exited(0));
    assertThat(rig.agent.host().frameworks()).hasSize(1);

    rig.ackAll();

    Host host = rig.agent.host();
    assertThat(host.frameworks()).isEmpty();
    assertThat(host.completedFrameworks()).hasSize(1);
    assertThat(rig.host.boxes).isEmpty();
  }

  @Test
  void failsWithTheExitCodeOrTheSignal() {
    rig.run(Rig.framework(), Rig.task("exit 3")).ends(Termination.exited(3)).ackAll();
    assertThat(rig.link.last().getState()).isEqualTo(TASK_FAILED);
    assertThat(rig.link.last().getMessage()).isEqualTo("Command exited with status 3");
    assertThat(rig.link.last().getReason()).isEqualTo(Reason.REASON_COMMAND_EXECUTOR_FAILED);

    rig.run(Rig.framework(), Rig.task("x")).ends(Termination.signaled(9)).ackAll();
    assertThat(rig.link.last().getMessage()).isEqualTo("Command terminated with signal Killed");

    rig.run(Rig.framework(), Rig.task("x")).ends(Termination.exited(137)).ackAll();
    assertThat(rig.link.last().getMessage()).isEqualTo("Command exited with status 137");
  }

  @Test
  void saysWhichLimitEndedTheTask() {
    Limitation limit =
        new Limitation(
            Reason.REASON_CONTAINER_LIMITATION_MEMORY,
            "Memory limit exceeded",
            Resources.parse("mem:64", "*"));
    rig.run(Rig.framework(), Rig.task("x"))
        .ends(
            new Termination(
                Termination.unknown("").exitCode(),
                Termination.signaled(9).signal(),
                Optional.of(limit),
                ""))
        .ackAll();

    assertThat(rig.link.last().getState()).isEqualTo(TASK_FAILED);
    assertThat(rig.link.last().getReason()).isEqualTo(limit.reason());
    assertThat(rig.link.last().getLimitation().getResourcesList()).hasSize(1);
  }

  @Test
  void makesTheSandboxWhereMesosHasIt() throws Exception {
    rig.run(Rig.framework(), Rig.task("true"));

    Path runs = work.resolve("slaves/m-S0/frameworks/m-0000/executors/t1/runs");
    Path sandbox = rig.executor().sandbox();
    assertThat(sandbox.getParent()).isEqualTo(runs);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sandbox)))
        .isEqualTo("rwxr-x---");
    assertThat(runs.resolve("latest").toRealPath()).isEqualTo(sandbox.toRealPath());
    assertThat(work.resolve("slaves/latest").toRealPath())
        .isEqualTo(work.resolve("slaves/m-S0").toRealPath());
    assertThat(work.resolve("meta/slaves/latest/frameworks/m-0000/framework.info")).exists();
    assertThat(work.resolve("meta/slaves/m-S0/frameworks/m-0000/executors/t1/executor.info"))
        .exists();
    assertThat(
            work.resolve("meta/slaves/m-S0/frameworks/m-0000/executors/t1/runs/latest/tasks/t1")
                .resolve("task.updates"))
        .exists();
  }

  @Test
  void marksTheRunWhenItIsOver() {
    rig.run(Rig.framework(), Rig.task("true")).ends(Termination.exited(0)).ackAll();

    assertThat(
            work.resolve("meta/slaves/m-S0/frameworks/m-0000/executors/t1/runs/latest")
                .resolve("executor.sentinel"))
        .exists();
  }

  @Test
  void givesTheTaskExactlyItsEnvironment() {
    TaskInfo.Builder task = Rig.task("env").toBuilder();
    task.getCommandBuilder()
        .setEnvironment(
            Environment.newBuilder()
                .addVariables(Environment.Variable.newBuilder().setName("with.dot").setValue("1"))
                .addVariables(
                    Environment.Variable.newBuilder().setName("MESOS_TASK_ID").setValue("own")));
    rig.run(Rig.framework(), task.build());

    var environment = rig.host.only().launch.environment();
    assertThat(environment)
        .containsEntry("with.dot", "1")
        .containsEntry("MESOS_TASK_ID", "own")
        .containsEntry("MESOS_FRAMEWORK_ID", "m-0000")
        .containsEntry("MESOS_SLAVE_ID", "m-S0")
        .containsEntry("MESOS_SLAVE_PID", "slave(1)@127.0.0.1:5051")
        .containsEntry("MESOS_AGENT_ENDPOINT", "127.0.0.1:5051")
        .containsEntry("MESOS_SANDBOX", rig.executor().sandbox().toString())
        .containsEntry("MESOS_DIRECTORY", rig.executor().sandbox().toString())
        .containsEntry("MESOS_CHECKPOINT", "1")
        .containsEntry("MESOS_RECOVERY_TIMEOUT", "15mins")
        .containsEntry("MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", "5secs")
        .containsKey("PATH")
        .doesNotContainKey("HOME");
  }

  @Test
  void addsWhatAnExecutorTakesToTheContainer() {
    rig.run(Rig.framework(), Rig.task("true"));

    assertThat(rig.host.only().launch.resources().scalar("cpus")).hasValue(1.1);
    assertThat(rig.host.only().launch.resources().scalar("mem")).hasValue(96.0);
    assertThat(rig.executor().resources().scalar("mem")).hasValue(96.0);
  }

  @Test
  void refusesByNameWhatItDoesNotDo() {
    TaskInfo withUris = Rig.task("x").toBuilder().setCommand(uris(Rig.task("x"))).build();
    assertRefused(withUris, "files to be fetched (uris)");
    assertRefused(
        Rig.task("x").toBuilder()
            .setContainer(ContainerInfo.newBuilder().setType(ContainerInfo.Type.DOCKER))
            .build(),
        "a Docker container");
    TaskInfo.Builder checked = Rig.task("x").toBuilder();
    checked.getHealthCheckBuilder().setDelaySeconds(1);
    assertRefused(checked.build(), "a health check");
  }

  private static org.meseta.protocol.v1.CommandInfo uris(TaskInfo task) {
    var command = task.getCommand().toBuilder();
    command.addUrisBuilder().setValue("http://localhost/x");
    return command.build();
  }

  private void assertRefused(TaskInfo task, String what) {
    rig.run(Rig.framework(), task).ackAll();
    assertThat(rig.link.last().getState()).isEqualTo(TASK_FAILED);
    assertThat(rig.link.last().getReason()).isEqualTo(Reason.REASON_CONTAINER_LAUNCH_FAILED);
    assertThat(rig.link.last().getMessage()).isEqualTo("This agent does not support " + what);
    assertThat(rig.host.boxes).isEmpty();
  }

  @Test
  void runsAMesosContainerThatAsksForNothing() {
    rig.run(
        Rig.framework(),
        Rig.task("x").toBuilder()
            .setContainer(ContainerInfo.newBuilder().setType(ContainerInfo.Type.MESOS))
            .build());

    assertThat(rig.link.states()).containsExactly(TASK_STARTING);
  }

  @Test
  void failsATaskThatCannotBeLaunched() {
    rig.host.next = CompletableFuture.failedFuture(new IllegalStateException("no more pids"));
    rig.run(Rig.framework(), Rig.task("x")).ackAll();

    assertThat(rig.link.states()).containsExactly(TASK_FAILED);
    assertThat(rig.link.last().getReason()).isEqualTo(Reason.REASON_CONTAINER_LAUNCH_FAILED);
    assertThat(rig.link.last().getMessage()).contains("no more pids");
    assertThat(rig.link.last().getSource()).isEqualTo(TaskStatus.Source.SOURCE_AGENT);
  }

  @Test
  void failsATaskThatNoContainerizerTakes() {
    rig.host.next = CompletableFuture.failedFuture(new LaunchRefusedException("not for me"));
    rig.run(Rig.framework(), Rig.task("x")).ackAll();

    assertThat(rig.link.last().getMessage()).contains("not for me");
  }

  @Test
  void givesUpAContainerThatDoesNotStart() {
    CompletableFuture<Containerizer.Launched> never = new CompletableFuture<>();
    rig.host.next = never;
    rig.run(Rig.framework(), Rig.task("x")).advance(Duration.ofSeconds(61));
    assertThat(rig.host.destroyed).hasSize(1);
    never.completeExceptionally(new IllegalStateException("destroyed"));
    rig.time.run();

    assertThat(rig.link.last().getReason()).isEqualTo(Reason.REASON_EXECUTOR_REGISTRATION_TIMEOUT);
  }

  @Test
  void runsATaskOnceThoughItIsSentTwice() {
    rig.run(Rig.framework(), Rig.task("x")).run(Rig.framework(), Rig.task("x"));

    assertThat(rig.host.boxes).hasSize(1);
  }

  @Test
  void refusesIdsThatNoFolderOfTheWorkDirectoryCanHave() {
    // The last one is a character that no encoding has.
    for (String name : List.of("../../x", "\ud800")) {
      TaskID id = TaskID.newBuilder().setValue(name).build();
      rig.link.sent.clear();
      rig.run(Rig.framework(), Rig.task(id, "x"));
      assertThat(rig.link.last().getTaskId()).isEqualTo(id);
    }

    assertThat(rig.link.last().getReason()).isEqualTo(Reason.REASON_TASK_INVALID);
    assertThat(rig.host.boxes).isEmpty();
  }

  @Test
  void killsPolitelyThenByForce() {
    rig.run(Rig.framework(Capability.Type.TASK_KILLING_STATE), Rig.task("x")).ackAll().kill();
    assertThat(rig.link.last().getState()).isEqualTo(TASK_KILLING);
    assertThat(rig.host.only().signals).containsExactly(15);
    rig.advance(Duration.ofMillis(2999));
    assertThat(rig.host.destroyed).isEmpty();

    rig.advance(Duration.ofMillis(1)).ackAll();

    assertThat(rig.host.destroyed).hasSize(1);
    assertThat(rig.link.last().getState()).isEqualTo(TASK_KILLED);
    assertThat(rig.link.last().getMessage()).isEqualTo("Command terminated with signal Killed");
  }

  @Test
  void doesNotTellOfKillingWhoDoesNotKnowIt() {
    rig.run(Rig.framework(), Rig.task("x")).ackAll();
    rig.host.only().diesOfTerm = true;
    rig.kill().ackAll();

    assertThat(rig.link.states()).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_KILLED);
    assertThat(rig.link.last().getMessage()).isEqualTo("Command terminated with signal Terminated");
    assertThat(rig.host.destroyed).isEmpty();
  }

  @Test
  void letsTheCallsGraceComeBeforeTheTasks() {
    TaskInfo.Builder task = Rig.task("x").toBuilder();
    task.getKillPolicyBuilder()
        .getGracePeriodBuilder()
        .setNanoseconds(Duration.ofSeconds(60).toNanos());
    rig.run(Rig.framework(), task.build()).kill().advance(Duration.ofSeconds(59));
    assertThat(rig.host.destroyed).isEmpty();

    rig.kill(Duration.ofMillis(500)).advance(Duration.ofMillis(500));

    assertThat(rig.host.destroyed).hasSize(1);
  }

  @Test
  void triesAgainToDestroyWhatIsStillBeingLaunched() {
    CompletableFuture<Containerizer.Launched> slow = new CompletableFuture<>();
    rig.host.next = slow;
    rig.host.indestructible = 2;
    rig.run(Rig.framework(), Rig.task("x")).kill();
    assertThat(rig.host.destroyed).hasSize(1);
    rig.advance(Duration.ofSeconds(5));
    assertThat(rig.host.destroyed).hasSize(2);
    rig.advance(Duration.ofSeconds(5));
    assertThat(rig.host.destroyed).hasSize(3);
    slow.completeExceptionally(new IllegalStateException("destroyed"));
    rig.advance(Duration.ofMinutes(1));

    assertThat(rig.host.destroyed).hasSize(3);
    assertThat(rig.link.last().getState()).isEqualTo(TASK_KILLED);
  }

  @Test
  void tellsWhatContainersUseThoughTheContainerizerDoesNotAnswer() {
    rig.run(Rig.framework(), Rig.task("x"));
    CompletableFuture<List<Agent.Usage>> told = rig.agent.usage().toCompletableFuture();
    rig.time.run();
    assertThat(told.join()).hasSize(1);
    rig.host.mute = true;
    CompletableFuture<List<Agent.Usage>> untold = rig.agent.usage().toCompletableFuture();
    rig.advance(Usages.DEADLINE.minusMillis(1));
    assertThat(untold).isNotDone();
    rig.advance(Duration.ofMillis(1));
    assertThat(untold.join()).isEmpty();
  }

  @Test
  void doesNotLaunchATaskThatIsKilledBefore() {
    CompletableFuture<Containerizer.Launched> slow = new CompletableFuture<>();
    rig.host.next = slow;
    rig.run(Rig.framework(), Rig.task("x")).kill();
    assertThat(rig.host.destroyed).hasSize(1);
    slow.completeExceptionally(new IllegalStateException("destroyed"));
    rig.time.run();

    assertThat(rig.link.states()).containsExactly(TASK_KILLED);
    assertThat(rig.link.last().getReason()).isEqualTo(Reason.REASON_TASK_KILLED_DURING_LAUNCH);
  }
}
