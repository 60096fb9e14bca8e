package org.meseta.itests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meseta.itests.cluster.Scheduler.Media;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.Environment;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/** Whole conversations with a master and an agent in one process. */
class ConversationIT {

  private static Daemon local;

  @BeforeAll
  static void startLocal() throws Exception {
    var workDir = Daemon.scratch("local");
    local =
        Daemon.start(
                "local",
                workDir,
                "--agent_port=" + Daemon.freePort(),
                "--resources=cpus:4;mem:1024;disk:1024;ports:[31000-31010]")
            .awaitAnswer();
  }

  @AfterAll
  static void stopLocal() throws Exception {
    assertThat(local.stop()).as(local.log()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void runsATaskFromSubscribeToItsEnd(Media media) throws Exception {
    try (Scheduler scheduler = subscribe(media, "lifecycle-" + media)) {
      assertThat(scheduler.answer().headers().firstValue("Transfer-Encoding")).hasValue("chunked");
      Offer offer = nextOffer(scheduler);
      String id = "task-" + media;
      scheduler.tell(Tasks.launch(offer, Tasks.task(id, offer, "echo hello; exit 0")));

      assertThat(scheduler.nextUpdate(id).getState()).isEqualTo(TaskState.TASK_STARTING);
      assertThat(scheduler.nextUpdate(id).getState()).isEqualTo(TaskState.TASK_RUNNING);
      assertThat(scheduler.nextUpdate(id).getState()).isEqualTo(TaskState.TASK_FINISHED);
      teardown(scheduler);
    }
  }

  @ParameterizedTest
  @EnumSource
  void killsATaskOnDemand(Media media) throws Exception {
    try (Scheduler scheduler = subscribe(media, "kill-" + media)) {
      Offer offer = nextOffer(scheduler);
      String id = "sleeper-" + media;
      scheduler.tell(Tasks.launch(offer, Tasks.task(id, offer, "sleep 1000")));
      scheduler.awaitState(id, TaskState.TASK_RUNNING);
      scheduler.tell(Tasks.kill(id));
      scheduler.awaitState(id, TaskState.TASK_KILLED);
      teardown(scheduler);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsADeclinedAgentAwayUntilItIsRevived(Media media) throws Exception {
    try (Scheduler scheduler = subscribe(media, "decline-" + media)) {
      scheduler.tell(Tasks.decline(nextOffer(scheduler), 3600));
      assertThat(scheduler.comes(Event::hasOffers, Duration.ofSeconds(3))).isFalse();
      scheduler.tell(Call.newBuilder().setType(Call.Type.REVIVE));
      nextOffer(scheduler);
      teardown(scheduler);
    }
  }

  @Test
  void tellsAnExitCodeAbove128FromASignal() throws Exception {
    try (Scheduler scheduler = subscribe(Media.PROTOBUF, "exits")) {
      Offer offer = nextOffer(scheduler);
      scheduler.tell(
          Tasks.launch(
              offer,
              Tasks.task("exit-137", offer, "exit 137"),
              Tasks.task("killed", offer, "kill -9 $$")));

      TaskStatus exited = scheduler.awaitState("exit-137", TaskState.TASK_FAILED);
      assertThat(exited.getMessage()).contains("137").doesNotContainIgnoringCase("signal");
      TaskStatus killed = scheduler.awaitState("killed", TaskState.TASK_FAILED);
      assertThat(killed.getMessage()).containsIgnoringCase("signal");
      teardown(scheduler);
    }
  }

  @Test
  void keepsNamesOfVariablesThatNoShellWouldTake() throws Exception {
    try (Scheduler scheduler = subscribe(Media.JSON, "environment")) {
      Offer offer = nextOffer(scheduler);
      CommandInfo.Builder command =
          CommandInfo.newBuilder()
              .setShell(false)
              .setValue("/bin/grep")
              .addArguments("grep")
              .addArguments("-qzx")
              .addArguments("dotted.name=a b")
              .addArguments("/proc/self/environ")
              .setEnvironment(
                  Environment.newBuilder()
                      .addVariables(
                          Environment.Variable.newBuilder()
                              .setName("dotted.name")
                              .setValue("a b")));
      scheduler.tell(Tasks.launch(offer, Tasks.task("env", offer, "").setCommand(command)));
      scheduler.awaitState("env", TaskState.TASK_FINISHED);
      teardown(scheduler);
    }
  }

  @Test
  void refusesCallsWithoutTheRightStream() throws Exception {
    try (Scheduler scheduler = subscribe(Media.JSON, "streams")) {
      byte[] revive =
          Media.JSON.write(
              Call.newBuilder().setType(Call.Type.REVIVE).setFrameworkId(scheduler.id()).build());
      HttpResponse<String> without =
          Http.post(local.uri("/api/v1/scheduler"), revive, "Content-Type", "application/json");
      assertThat(without.statusCode()).isEqualTo(400);
      HttpResponse<String> wrong =
          Http.post(
              local.uri("/api/v1/scheduler"),
              revive,
              "Content-Type",
              "application/json",
              "Mesos-Stream-Id",
              "another");
      assertThat(wrong.statusCode()).isEqualTo(400);
      assertThat(wrong.body()).contains("another", scheduler.id().getValue());
      teardown(scheduler);
    }
  }

  private static Scheduler subscribe(Media media, String name) throws Exception {
    return Scheduler.subscribe(local, media, Scheduler.framework(name).build());
  }

  private static Offer nextOffer(Scheduler scheduler) throws InterruptedException {
    return scheduler.await(Event::hasOffers).getOffers().getOffers(0);
  }

  private static void teardown(Scheduler scheduler) throws Exception {
    scheduler.tell(Call.newBuilder().setType(Call.Type.TEARDOWN));
  }
}
