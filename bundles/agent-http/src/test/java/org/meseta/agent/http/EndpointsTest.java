package org.meseta.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.agent.state.Host;
import org.meseta.protocol.v1.agent.Response;

@Timeout(30)
class EndpointsTest {
  private ServedAgent served;

  @BeforeEach
  void start() throws IOException {
    served = new ServedAgent();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/state",
        "/state.json",
        "/monitor/statistics",
        "/monitor/statistics.json",
        "/containers",
        "/flags",
        "/plugins",
        "/health"
      })
  void answersForTheAgentBareAndByTheNameOfItsProcess(String path) throws Exception {
    String bare = served.get(path).body();
    for (String same : new String[] {"/slave(1)" + path, "/slave%281%29" + path, path + "/"}) {
      HttpResponse<String> answer = served.get(same);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(bare);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/version", "/metrics/snapshot", "/logging/toggle", "/files/debug"})
  void answersForTheProcessBareOnly(String path) throws Exception {
    assertThat(served.get(path).statusCode()).isEqualTo(200);
    assertThat(served.get("/slave(1)" + path).statusCode()).isEqualTo(404);
  }

  @Test
  void wrapsAnyJsonInACallback() throws Exception {
    for (String path :
        new String[] {
          "/state", "/flags", "/monitor/statistics", "/containers", "/version", "/metrics/snapshot"
        }) {
      HttpResponse<String> answer = served.get(path + "?jsonp=angular.callbacks._0");
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/javascript");
      assertThat(answer.body()).startsWith("angular.callbacks._0(").endsWith(")");
      assertThat(served.get(path + "?jsonp=alert(1)//").statusCode()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource({"5secs, 200", "0ns, 200", "soon, 400", "5, 400"})
  void takesATimeoutForMetrics(String timeout, int status) throws Exception {
    assertThat(served.get("/metrics/snapshot?timeout=" + timeout).statusCode()).isEqualTo(status);
  }

  @Test
  void showsWhatAnExecutorThatIsOverWouldUse() throws Exception {
    String state = served.get("/state").body();
    assertThat(state.substring(state.indexOf("\"completed_executors\"")))
        .contains(
            "\"resources\":{\"disk\":0.0,\"mem\":32.0,\"gpus\":0.0,\"cpus\":0.1},\"role\":\"*\"");
    assertThat(state).contains("\"unreserved_resources_allocated\":{\"disk\":0.0,\"mem\":64.0,");
  }

  @Test
  void knowsNothingOfItsTasksBeforeItHasRecovered() throws Exception {
    Host host = served.agent.host;
    served.agent.host =
        new Host(
            host.info(),
            host.startTime(),
            false,
            host.master(),
            host.total(),
            host.operations(),
            host.frameworks(),
            host.completedFrameworks());
    for (String path : new String[] {"/state", "/containers", "/monitor/statistics"}) {
      HttpResponse<String> answer = served.get(path);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).isEqualTo("Agent has not finished recovery");
    }
    assertThat(served.call("{\"type\":\"GET_STATE\"}").statusCode()).isEqualTo(503);
    for (String path : new String[] {"/health", "/flags", "/version", "/metrics/snapshot"}) {
      assertThat(served.get(path).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void failsWhenNobodyCanSayWhatIsUsed() throws Exception {
    served.agent.usage = CompletableFuture.failedFuture(new IllegalStateException("no answer"));
    assertThat(served.get("/containers").statusCode()).isEqualTo(500);
    assertThat(served.call("{\"type\":\"GET_CONTAINERS\"}").statusCode()).isEqualTo(500);
  }

  @Test
  void tellsItsFiguresToOperators() throws Exception {
    assertThat(served.call("{\"type\":\"GET_METRICS\",\"get_metrics\":{}}").body())
        .contains("{\"name\":\"slave/tasks_finished\",\"value\":3.0}");
    assertThat(
            served
                .call(
                    "{\"type\":\"GET_METRICS\","
                        + "\"get_metrics\":{\"timeout\":{\"nanoseconds\":1000000000}}}")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void letsOperatorsSetTheLoggingLevelForAWhile() throws Exception {
    HttpResponse<String> set =
        served.call(
            "{\"type\":\"SET_LOGGING_LEVEL\",\"set_logging_level\":"
                + "{\"level\":2,\"duration\":{\"nanoseconds\":60000000000}}}");
    assertThat(set.statusCode()).isEqualTo(200);
    assertThat(set.body()).isEmpty();
    assertThat(served.get("/logging/toggle").body()).isEqualTo("2\n");
    assertThat(served.call("{\"type\":\"GET_LOGGING_LEVEL\"}").body())
        .isEqualTo("{\"type\":\"GET_LOGGING_LEVEL\",\"get_logging_level\":{\"level\":2}}");

    assertThat(served.get("/logging/toggle?level=0&duration=1secs").statusCode()).isEqualTo(200);
    assertThat(served.get("/logging/toggle").body()).isEqualTo("0\n");
    assertThat(served.get("/logging/toggle?level=1").statusCode()).isEqualTo(400);
    assertThat(
            served
                .call(
                    "{\"type\":\"SET_LOGGING_LEVEL\",\"set_logging_level\":"
                        + "{\"level\":1,\"duration\":{\"nanoseconds\":-1}}}")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void answersOperatorsInProtobufToo() throws Exception {
    HttpResponse<String> answer =
        served.caller.send(
            "POST",
            "/slave(1)/api/v1",
            Map.of("Content-Type", "application/json", "Accept", "application/x-protobuf"),
            "{\"type\":\"GET_HEALTH\"}");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-protobuf");
    assertThat(Response.parseFrom(answer.body().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            Response.newBuilder()
                .setType(Response.Type.GET_HEALTH)
                .setGetHealth(Response.GetHealth.newBuilder().setHealthy(true))
                .build());
  }

  @Test
  void saysWhichCallsItDoesNotServe() throws Exception {
    HttpResponse<String> answer = served.call("{\"type\":\"PRUNE_IMAGES\"}");
    assertThat(answer.statusCode()).isEqualTo(501);
    assertThat(answer.body()).contains("PRUNE_IMAGES");
    assertThat(served.call("{\"type\":\"UNKNOWN\"}").statusCode()).isEqualTo(501);
  }

  @Test
  void takesCallsByPostOnly() throws Exception {
    HttpResponse<String> answer = served.get("/api/v1");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
  }
}
