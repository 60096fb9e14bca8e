package org.meseta.itests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.itests.cluster.Scheduler.Media;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/** Several agents in the process of {@code local}. */
class LocalAgentsIT {
  private static final int AGENTS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void eachHasTasksAndAnIdOfItsOwnAndBothOutliveTheProcess() throws Exception {
    Path folder = Daemon.scratch("agents");
    int port = Daemon.freePort();
    Map<Integer, String> ids;
    Scheduler scheduler;
    try (Daemon first = local(port, folder)) {
      ids = registered(first);
      assertThat(new TreeSet<>(ids.values())).hasSize(AGENTS);
      scheduler =
          Scheduler.subscribe(
              first,
              Media.PROTOBUF,
              Scheduler.framework("agents").setCheckpoint(true).setFailoverTimeout(600).build());
      for (Offer offer : offers(scheduler).values()) {
        String task = "on-" + offer.getAgentId().getValue();
        scheduler.tell(Tasks.launch(offer, Tasks.task(task, offer, "exec sleep 1000")));
        assertThat(scheduler.awaitState(task, TaskState.TASK_RUNNING).getAgentId())
            .isEqualTo(offer.getAgentId());
      }
      for (int agent = 1; agent <= AGENTS; agent++) {
        assertThat(Http.json(agent(folder, agent, "/metrics/snapshot")).path("slave/tasks_running"))
            .hasToString("1.0");
      }
      first.crash();
      scheduler.close();
    }
    try (Daemon second = local(port, folder)) {
      assertThat(registered(second)).isEqualTo(ids);
      for (int agent = 1; agent <= AGENTS; agent++) {
        assertThat(tasks(folder, agent)).containsExactly("on-" + ids.get(agent));
      }
      try (Scheduler again =
          Scheduler.subscribe(
              second,
              Media.PROTOBUF,
              Scheduler.framework("agents")
                  .setId(scheduler.id())
                  .setCheckpoint(true)
                  .setFailoverTimeout(600)
                  .build())) {
        for (String id : ids.values()) {
          again.tell(Tasks.kill("on-" + id));
          again.awaitState("on-" + id, TaskState.TASK_KILLED);
        }
        again.tell(Call.newBuilder().setType(Call.Type.TEARDOWN));
      }
      assertThat(second.stop()).as(second.log()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "abc", "1000000"})
  void aNumberThatMakesNoSenseEndsTheProcessWithTheReason(String number) throws Exception {
    Path folder = Daemon.scratch("agents");
    try (Daemon daemon = Daemon.start("local", folder, "--agents=" + number)) {
      await().atMost(PATIENCE).until(() -> !daemon.isAlive());
      assertThat(daemon.stop()).isEqualTo(1);
      assertThat(daemon.log())
          .contains("Flag --agents: '" + number + "' is not a number from 1 to 100")
          .doesNotContain("\tat ");
    }
  }

  private static Daemon local(int port, Path folder) throws Exception {
    return Daemon.startAt(
            port,
            "local",
            folder,
            "--agents=" + AGENTS,
            "--agent_port=0",
            "--resources=cpus:1;mem:256")
        .awaitAnswer();
  }

  /** Ids by number, when all agents are registered. */
  private static Map<Integer, String> registered(Daemon local) {
    await().atMost(PATIENCE).until(() -> active(local) == AGENTS);
    Map<Integer, String> ids = new TreeMap<>();
    for (int number = 1; number <= AGENTS; number++) {
      ids.put(number, state(local.workDir(), number).path("id").asText());
    }
    return ids;
  }

  private static long active(Daemon local) throws Exception {
    long active = 0;
    for (JsonNode agent : Http.json(local.uri("/slaves")).path("slaves")) {
      active += agent.path("active").asBoolean() ? 1 : 0;
    }
    return active;
  }

  private static Map<String, Offer> offers(Scheduler scheduler) throws InterruptedException {
    Map<String, Offer> offers = new HashMap<>();
    while (offers.size() < AGENTS) {
      for (Offer offer : scheduler.await(Event::hasOffers).getOffers().getOffersList()) {
        offers.put(offer.getAgentId().getValue(), offer);
      }
    }
    return offers;
  }

  private static Set<String> tasks(Path folder, int number) {
    Set<String> tasks = new TreeSet<>();
    state(folder, number).findValues("tasks").forEach(list -> list.forEach(t -> add(tasks, t)));
    return tasks;
  }

  private static void add(Set<String> tasks, JsonNode task) {
    tasks.add(task.path("id").asText());
  }

  private static JsonNode state(Path folder, int number) {
    try {
      return Http.json(agent(folder, number, "/state"));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static URI agent(Path folder, int number, String path) throws Exception {
    Path port = folder.resolve("agent-" + number).resolve("agent.port");
    return URI.create("http://127.0.0.1:" + Files.readString(port).strip() + path);
  }
}
