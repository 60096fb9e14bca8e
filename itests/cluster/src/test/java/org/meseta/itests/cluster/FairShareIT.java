package org.meseta.itests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who gets how much of a cluster, as its operator sees it. */
class FairShareIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @BeforeAll
  static void needsSsh() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/ssh")),
        "needs ssh: install the package openssh-client");
  }

  /** The numbers are those of the article on dominant resource fairness: 9 CPUs, 18 GB. */
  @Test
  void theWorkedExampleComesOutExactly() throws Exception {
    try (Daemon cluster = local("--resources=cpus:9;mem:18432")) {
      Taker a = new Taker(cluster, "a", Map.of("cpus", 1.0, "mem", 4096.0));
      Taker b = new Taker(cluster, "b", Map.of("cpus", 3.0, "mem", 1024.0));
      takeAll(9, List.of(a, b));

      assertThat(a.tasks()).isEqualTo(3);
      assertThat(b.tasks()).isEqualTo(2);
      assertRoles(
          cluster,
          List.of(a, b),
          "a 1.0 1 66.7 % 66.7 % cpus:3;mem:12288",
          "b 1.0 1 66.7 % 66.7 % cpus:6;mem:2048");
      end(cluster, List.of(a, b));
    }
  }

  /** Of 12 CPUs the quota leaves 9; of these 6 for twice the weight make 25 % as 3 do. */
  @Test
  void soDoesOneWithWeightsRolesBelowOthersAndAQuota() throws Exception {
    try (Daemon cluster = local("--resources=cpus:12;mem:65536", "--weights=eng/a=2")) {
      quota(cluster, "ops", 3);
      Taker a = new Taker(cluster, "eng/a", Map.of("cpus", 1.0, "mem", 4096.0));
      Taker b = new Taker(cluster, "eng/b", Map.of("cpus", 3.0, "mem", 1024.0));
      Taker ops = new Taker(cluster, "ops", Map.of("cpus", 1.0, "mem", 1024.0));
      takeAll(12, List.of(a, b, ops));

      assertThat(List.of(a.tasks(), b.tasks(), ops.tasks())).containsExactly(6, 1, 3);
      assertRoles(
          cluster,
          List.of(a, b, ops),
          "eng 1.0 2 75.0 % 75.0 % cpus:9;mem:25600",
          "eng/a 2.0 1 50.0 % 25.0 % cpus:6;mem:24576",
          "eng/b 1.0 1 25.0 % 25.0 % cpus:3;mem:1024",
          "ops 1.0 1 25.0 % 25.0 % cpus:3 cpus:3 cpus:3;mem:3072");
      end(cluster, List.of(a, b, ops));
    }
  }

  private static Daemon local(String... flags) throws Exception {
    List<String> all = new ArrayList<>(List.of(flags));
    all.addAll(List.of("--agent_port=0", "--allocation_interval=100ms"));
    Daemon cluster =
        Daemon.start("local", Daemon.scratch("shares"), all.toArray(String[]::new)).awaitAnswer();
    await()
        .atMost(PATIENCE)
        .until(() -> Http.json(cluster.uri("/slaves")).at("/slaves").size() == 1);
    return cluster;
  }

  /** They answer offers, one after the other, until all CPUs are taken. */
  private static void takeAll(double cpus, List<Taker> takers) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (takers.stream().mapToDouble(t -> t.holds("cpus")).sum() < cpus) {
      assertThat(System.nanoTime() - end).as("time left").isNegative();
      for (Taker taker : takers) {
        taker.react();
      }
    }
    for (Taker taker : takers) {
      taker.suppress();
    }
  }

  /** The shell shows these roles: their cells, with single blanks between. */
  private static void assertRoles(Daemon cluster, List<Taker> takers, String... roles) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              // What is left of the memory may still be on offer, and then counts.
              for (Taker taker : takers) {
                taker.react();
              }
              assertThat(rows(cluster.shell("mesos:roles"))).containsExactly(roles);
            });
  }

  private static List<String> rows(String table) {
    return table
        .lines()
        .filter(line -> line.contains("%"))
        .map(line -> line.replaceAll("[\\s|]+", " ").strip())
        .toList();
  }

  private static void quota(Daemon cluster, String role, int cpus) throws Exception {
    String amount = "{\"cpus\":{\"value\":%d}}".formatted(cpus);
    String call =
        "{\"type\":\"UPDATE_QUOTA\",\"update_quota\":{\"quota_configs\":[{\"role\":\"%s\","
                .formatted(role)
            + "\"guarantees\":%s,\"limits\":%s}]}}".formatted(amount, amount);
    byte[] body = call.getBytes(StandardCharsets.UTF_8);
    assertThat(
            Http.post(cluster.uri("/api/v1"), body, "Content-Type", "application/json")
                .statusCode())
        .isEqualTo(200);
  }

  private static void end(Daemon cluster, List<Taker> takers) throws Exception {
    for (Taker taker : takers) {
      taker.teardown();
      taker.close();
    }
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Http.json(cluster.uri("/state")).at("/slaves/0/used_resources/cpus").asDouble()
                    == 0);
  }
}
