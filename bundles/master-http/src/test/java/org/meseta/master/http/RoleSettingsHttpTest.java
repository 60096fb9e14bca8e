package org.meseta.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.master.api.Outcome;
import org.meseta.master.state.AbsentAgents;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.RecoveredAgent;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.resources.Resources;

/** Weights, quotas and what else is in the registry, by the older and the newer endpoints. */
class RoleSettingsHttpTest {
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private ServedMaster served;

  @BeforeEach
  void start() throws IOException {
    served = new ServedMaster();
    served.master.cluster = cluster(served.master.cluster);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private static Cluster cluster(Cluster other) {
    AgentInfo away =
        AgentInfo.newBuilder()
            .setId(id("m-S7"))
            .setHostname("away")
            .setPort(5051)
            .addAllResources(Resources.parse("cpus:3", "*").toList())
            .build();
    Value.Scalar four = Value.Scalar.newBuilder().setValue(4).build();
    Value.Scalar none = Value.Scalar.newBuilder().setValue(0).build();
    QuotaConfig quota =
        QuotaConfig.newBuilder()
            .setRole("eng")
            .putGuarantees("cpus", four)
            .putLimits("cpus", four)
            .putLimits("gpus", none)
            .build();
    return new Cluster(
        other.master(),
        other.leader(),
        other.startTime(),
        other.electedTime(),
        other.agents(),
        new AbsentAgents(
            Map.of(away.getId(), new RecoveredAgent(away.getId(), away.toByteString())),
            Map.of(id("m-S8"), Instant.ofEpochSecond(5)),
            Map.of(id("m-S9"), Instant.ofEpochSecond(6)),
            Set.of()),
        other.frameworks(),
        other.completedFrameworks(),
        Map.of("eng", 2.5),
        Map.of("eng", quota));
  }

  private static AgentID id(String id) {
    return AgentID.newBuilder().setValue(id).build();
  }

  private @Nullable String asked() throws InterruptedException {
    return served.master.settings.poll(10, TimeUnit.SECONDS);
  }

  private HttpResponse<String> call(String call) throws Exception {
    return served.post("/api/v1", call);
  }

  @Test
  void showsQuotasInBothForms() throws Exception {
    String status =
        "{\"infos\":[{\"role\":\"eng\",\"guarantee\":[{\"name\":\"cpus\",\"type\":\"SCALAR\","
            + "\"scalar\":{\"value\":4.0}}]},{\"role\":\"*\"}],\"configs\":[{\"role\":\"eng\","
            + "\"guarantees\":{\"cpus\":{\"value\":4.0}},\"limits\":{\"cpus\":{\"value\":4.0},"
            + "\"gpus\":{\"value\":0.0}}},{\"role\":\"*\"}]}";
    assertThat(served.get("/quota").body()).isEqualTo(status);
    assertThat(call("{\"type\":\"GET_QUOTA\"}").body())
        .isEqualTo("{\"type\":\"GET_QUOTA\",\"get_quota\":{\"status\":" + status + "}}");
  }

  @Test
  void showsQuotasOfRolesThatNobodyUses() throws Exception {
    assertThat(served.get("/roles").body())
        .contains(
            "\"quota\":{\"role\":\"eng\",\"guarantee\":{\"cpus\":4.0},"
                + "\"limit\":{\"cpus\":4.0,\"gpus\":0.0},\"consumed\":{}}");
  }

  @Test
  void showsWeights() throws Exception {
    assertThat(served.get("/weights").body()).isEqualTo("[{\"weight\":2.5,\"role\":\"eng\"}]");
  }

  @Test
  void showsAgentsThatAreAwaited() throws Exception {
    String recovered =
        "\"recovered_slaves\":[{\"id\":\"m-S7\",\"hostname\":\"away\",\"port\":5051,"
            + "\"attributes\":{},\"resources\":{";
    assertThat(served.get("/state").body()).contains(recovered);
    assertThat(served.get("/slaves").body()).contains(recovered);
    assertThat(call("{\"type\":\"GET_AGENTS\"}").body())
        .contains("\"recovered_agents\":[{\"hostname\":\"away\"");
  }

  @Test
  void showsTheRegistry() throws Exception {
    assertThat(served.get("/registrar(1)/registry").body())
        .contains(
            "\"hostname\":\"away\"",
            "\"unreachable\":{\"slaves\":[{\"id\":{\"value\":\"m-S8\"},"
                + "\"timestamp\":{\"nanoseconds\":5000000000}}]}",
            "\"gone\":{\"slaves\":[{\"id\":{\"value\":\"m-S9\"},",
            "\"weights\":[{\"weight\":2.5,\"role\":\"eng\"}]",
            "\"quota_configs\":[{\"role\":\"eng\"");
  }

  @Test
  void showsOnlyRolesThatOneMaySee() throws Exception {
    served.master.permissive = false;
    assertThat(served.get("/weights").body()).isEqualTo("[]");
    assertThat(served.get("/quota").body()).doesNotContain("eng");
    assertThat(served.get("/roles").body()).doesNotContain("eng");
    assertThat(served.get("/registrar(1)/registry").body()).doesNotContain("eng").contains("away");
    for (String type : List.of("GET_ROLES", "GET_WEIGHTS", "GET_QUOTA")) {
      HttpResponse<String> answer = call("{\"type\":\"" + type + "\"}");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains(type).doesNotContain("eng");
    }
  }

  @Test
  void setsWeights() throws Exception {
    HttpResponse<String> answer =
        served.send("PUT", "/weights", JSON, "[{\"role\":\"eng\",\"weight\":3}]");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(asked()).contains("weighs", "weight: 3.0");
    call(
        "{\"type\":\"UPDATE_WEIGHTS\",\"update_weights\":{\"weight_infos\":"
            + "[{\"role\":\"ops\",\"weight\":0.5}]}}");
    assertThat(asked()).contains("weighs", "ops", "0.5");
  }

  @Test
  void setsQuotas() throws Exception {
    assertThat(
            call("{\"type\":\"UPDATE_QUOTA\",\"update_quota\":{\"force\":true,\"quota_configs\":"
                    + "[{\"role\":\"eng\",\"limits\":{\"cpus\":{\"value\":1}}}]}}")
                .statusCode())
        .isEqualTo(200);
    assertThat(asked()).startsWith("forces").contains("eng").doesNotContain("guarantees");
  }

  /** In the older form what is guaranteed is the limit, too. */
  @ParameterizedTest
  @CsvSource({
    "/quota, '', ''",
    "/api/v1, '{\"type\":\"SET_QUOTA\",\"set_quota\":{\"quota_request\":', '}}'"
  })
  void addsAQuotaInTheOlderForm(String path, String before, String after) throws Exception {
    String request =
        "{\"role\":\"eng\",\"guarantee\":[{\"name\":\"cpus\",\"type\":\"SCALAR\","
            + "\"scalar\":{\"value\":1.5},\"role\":\"*\"}]}";
    assertThat(served.send("POST", path, JSON, before + request + after).statusCode())
        .isEqualTo(200);
    assertThat(asked()).startsWith("adds").contains("guarantees", "limits", "1.5");
    String two =
        request.replace(
            "}]}", "},{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":1}}]}");
    HttpResponse<String> refused = served.send("POST", path, JSON, before + two + after);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("two guarantees of 'cpus'");
    String reserved = request.replace("\"role\":\"*\"", "\"role\":\"eng\"");
    assertThat(served.send("POST", path, JSON, before + reserved + after).body())
        .contains("more than a name and an amount");
    assertThat(served.master.settings).isEmpty();
  }

  @Test
  void removesAQuota() throws Exception {
    assertThat(served.send("DELETE", "/master/quota/eng/web", Map.of(), "").statusCode())
        .isEqualTo(200);
    assertThat(asked()).isEqualTo("removes eng/web");
    call("{\"type\":\"REMOVE_QUOTA\",\"remove_quota\":{\"role\":\"eng\"}}");
    assertThat(asked()).isEqualTo("removes eng");
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    assertThat(served.send("PUT", "/weights", JSON, "xx").statusCode()).isEqualTo(400);
    assertThat(served.send("POST", "/quota", JSON, "xx").statusCode()).isEqualTo(400);
    assertThat(served.send("PATCH", "/quota", JSON, "").statusCode()).isEqualTo(405);
    assertThat(served.send("POST", "/weights", JSON, "[]").statusCode()).isEqualTo(405);
    served.master.outcome =
        new Outcome.Refused(Outcome.Kind.CONFLICT, "The cluster has not so much");
    HttpResponse<String> answer = served.send("DELETE", "/quota/eng", Map.of(), "");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).isEqualTo("The cluster has not so much");
    assertThat(List.copyOf(served.master.settings)).containsExactly("removes eng");
  }
}
