package org.meseta.itests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.meseta.itests.cluster.Scheduler.Media;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/** What outlives a master, and what does not let it start. */
class RegistryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void agentsTasksWeightsAndQuotasOutliveTheMaster() throws Exception {
    Path folder = Daemon.scratch("registry");
    int port = Daemon.freePort();
    Daemon master = Daemon.startAt(port, "master", folder.resolve("m"), "--weights=ops=2");
    master.awaitAnswer();
    try (Daemon agent = master.agent(folder.resolve("a"), "--resources=cpus:2;mem:512")) {
      Scheduler scheduler = subscribed(master, null);
      Offer offer = scheduler.await(Event::hasOffers).getOffers().getOffers(0);
      scheduler.tell(Tasks.launch(offer, Tasks.task("lives", offer, "sleep 1000")));
      scheduler.awaitState("lives", TaskState.TASK_RUNNING);
      assertThat(set(master, "[{\"role\":\"eng\",\"weight\":3.5}]")).isEqualTo(200);
      assertThat(limit(master, 1.5)).isEqualTo(200);
      String agentId = offer.getAgentId().getValue();

      for (int round = 1; round <= 2; round++) {
        master.crash();
        scheduler.close();
        Daemon next = Daemon.startAt(port, "master", folder.resolve("m"), "--weights=late=9");
        master = next.awaitAnswer();
        assertThat(Http.get(next.uri("/weights")).body())
            .contains("\"eng\"", "3.5", "\"ops\"")
            .doesNotContain("9.0");
        assertThat(Http.get(next.uri("/quota")).body()).contains("\"cpus\":{\"value\":1.5}");
        assertThat(Http.get(next.uri("/registrar(1)/registry")).body()).contains(agentId);
        assertThat(next.log()).contains("1 agents were admitted before");
        await().atMost(PATIENCE).until(() -> hasAgent(next, agentId));
        scheduler = subscribed(next, scheduler);
        scheduler.tell(
            Call.newBuilder()
                .setType(Call.Type.RECONCILE)
                .setReconcile(Call.Reconcile.getDefaultInstance()));
        assertThat(scheduler.nextUpdate("lives").getState()).isEqualTo(TaskState.TASK_RUNNING);
      }
      scheduler.tell(Call.newBuilder().setType(Call.Type.TEARDOWN));
      scheduler.close();
      assertThat(agent.isAlive()).isTrue();
    } finally {
      master.close();
    }
  }

  @Test
  void doesNotStartWithADamagedRegistry() throws Exception {
    Path folder = Daemon.scratch("damage");
    Daemon first = Daemon.start("master", folder).awaitAnswer();
    assertThat(set(first, "[{\"role\":\"eng\",\"weight\":3.5}]")).isEqualTo(200);
    first.crash();
    Path segment = segment(folder.resolve("replicated_log"));
    byte[] content = Files.readAllBytes(segment);
    content[60] ^= 1;
    Files.write(segment, content);
    try (Daemon second = Daemon.start("master", folder)) {
      await().atMost(PATIENCE).until(() -> !second.isAlive());
      assertThat(second.log())
          .contains("The registry cannot be used", segment.toString(), "offset");
    }
  }

  private static Scheduler subscribed(Daemon master, @Nullable Scheduler before) throws Exception {
    var info = Scheduler.framework("registry").setCheckpoint(true).setFailoverTimeout(600);
    if (before != null) {
      info.setId(before.id());
    }
    return Scheduler.subscribe(master, Media.JSON, info.build());
  }

  private static boolean hasAgent(Daemon master, String id) throws Exception {
    return Http.json(master.uri("/slaves")).at("/slaves/0/id").asText().equals(id);
  }

  private static int set(Daemon master, String weights) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(master.uri("/weights"))
            .timeout(PATIENCE)
            .PUT(HttpRequest.BodyPublishers.ofString(weights))
            .build();
    return Http.CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static int limit(Daemon master, double cpus) throws Exception {
    String call =
        "{\"type\":\"UPDATE_QUOTA\",\"update_quota\":{\"quota_configs\":[{\"role\":\"eng\","
            + "\"guarantees\":{\"cpus\":{\"value\":"
            + cpus
            + "}}}]}}";
    byte[] body = call.getBytes(StandardCharsets.UTF_8);
    return Http.post(master.uri("/api/v1"), body, "Content-Type", "application/json").statusCode();
  }

  private static Path segment(Path log) throws IOException {
    try (Stream<Path> files = Files.walk(log)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("log_inprogress"))
          .findFirst()
          .orElseThrow();
    }
  }
}
