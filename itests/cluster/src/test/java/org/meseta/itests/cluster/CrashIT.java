package org.meseta.itests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.meseta.itests.cluster.Scheduler.Media;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/** kill -9, and what is left of it. */
class CrashIT {

  @Test
  void tasksOutliveTheAgentAndAreFoundAgain() throws Exception {
    Path folder = Daemon.scratch("crash");
    try (Daemon master = Daemon.start("master", folder.resolve("m")).awaitAnswer()) {
      Path agentDir = folder.resolve("a");
      Daemon agent = master.agent(agentDir, "--resources=cpus:2;mem:512");
      try (Scheduler scheduler =
          Scheduler.subscribe(
              master,
              Media.PROTOBUF,
              Scheduler.framework("crash").setCheckpoint(true).setFailoverTimeout(600).build())) {
        Offer offer = scheduler.await(Event::hasOffers).getOffers().getOffers(0);
        Path marker = folder.resolve("alive");
        Path ends = folder.resolve("ends");
        scheduler.tell(
            Tasks.launch(
                offer,
                Tasks.task("lives", offer, "echo $$ >" + marker + "; exec sleep 1000"),
                Tasks.task("ends", offer, "while [ ! -e " + ends + " ]; do sleep 0.1; done")));
        scheduler.awaitState("lives", TaskState.TASK_RUNNING);
        scheduler.awaitState("ends", TaskState.TASK_RUNNING);
        await().until(() -> Files.exists(marker) && Files.size(marker) > 1);
        long pid = Long.parseLong(Files.readString(marker).strip());

        agent.crash();
        Files.createFile(ends);
        assertThat(ProcessHandle.of(pid)).isPresent();
        agent.close();
        try (Daemon again = master.agent(agentDir, "--resources=cpus:2;mem:512")) {
          scheduler.awaitState("ends", TaskState.TASK_FINISHED);
          assertThat(ProcessHandle.of(pid)).isPresent();
          scheduler.tell(Tasks.kill("lives"));
          scheduler.awaitState("lives", TaskState.TASK_KILLED);
          await().atMost(Duration.ofSeconds(10)).until(() -> ProcessHandle.of(pid).isEmpty());
          scheduler.tell(Call.newBuilder().setType(Call.Type.TEARDOWN));
          assertThat(again.isAlive()).isTrue();
        }
      }
    }
  }

  @Test
  void tasksOutliveTheMasterAndAreReconciled() throws Exception {
    Path folder = Daemon.scratch("failover");
    int port = Daemon.freePort();
    Daemon first = Daemon.startAt(port, "master", folder.resolve("m")).awaitAnswer();
    try (Daemon agent = first.agent(folder.resolve("a"), "--resources=cpus:2;mem:512")) {
      Scheduler scheduler =
          Scheduler.subscribe(
              first,
              Media.JSON,
              Scheduler.framework("failover").setCheckpoint(true).setFailoverTimeout(600).build());
      Offer offer = scheduler.await(Event::hasOffers).getOffers().getOffers(0);
      scheduler.tell(Tasks.launch(offer, Tasks.task("lives", offer, "sleep 1000")));
      scheduler.awaitState("lives", TaskState.TASK_RUNNING);

      first.crash();
      scheduler.close();
      try (Daemon second = Daemon.startAt(port, "master", folder.resolve("m")).awaitAnswer();
          Scheduler again =
              Scheduler.subscribe(
                  second,
                  Media.JSON,
                  Scheduler.framework("failover")
                      .setId(scheduler.id())
                      .setCheckpoint(true)
                      .setFailoverTimeout(600)
                      .build())) {
        again.await(Event::hasOffers);
        again.tell(
            Call.newBuilder()
                .setType(Call.Type.RECONCILE)
                .setReconcile(Call.Reconcile.getDefaultInstance()));
        assertThat(again.nextUpdate("lives").getState()).isEqualTo(TaskState.TASK_RUNNING);
        again.tell(Tasks.kill("lives"));
        again.awaitState("lives", TaskState.TASK_KILLED);
        again.tell(Call.newBuilder().setType(Call.Type.TEARDOWN));
        assertThat(agent.isAlive()).isTrue();
      }
    }
  }
}
