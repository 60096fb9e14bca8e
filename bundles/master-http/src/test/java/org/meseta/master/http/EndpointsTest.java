package org.meseta.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.master.api.Outcome;

class EndpointsTest {
  private ServedMaster served;

  @BeforeEach
  void start() throws IOException {
    served = new ServedMaster();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/state", "/master/state", "/state.json", "/slaves/", "/roles.json"})
  void answersBareAndPrefixedPathsAndOldNames(String path) throws Exception {
    assertThat(served.get(path).statusCode()).isEqualTo(200);
  }

  @Test
  void takesAnApiCallBelowItsPath() throws Exception {
    HttpResponse<String> answer = served.post("/api/v1/operator", "{\"type\":\"GET_HEALTH\"}");
    assertThat(answer.body())
        .isEqualTo("{\"type\":\"GET_HEALTH\",\"get_health\":{\"healthy\":true}}");
  }

  @Test
  void answersAnOperatorInProtobuf() throws Exception {
    HttpResponse<String> answer =
        served.send(
            "POST",
            "/api/v1",
            Map.of("Content-Type", "application/json", "Accept", "application/x-protobuf"),
            "{\"type\":\"GET_STATE\"}");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-protobuf");
  }

  @Test
  void saysWhichCallsItDoesNotServe() throws Exception {
    HttpResponse<String> answer = served.post("/api/v1", "{\"type\":\"GET_MAINTENANCE_STATUS\"}");
    assertThat(answer.statusCode()).isEqualTo(501);
    assertThat(answer.body()).contains("GET_MAINTENANCE_STATUS");
  }

  /** In the sample, what is finished was first seen later than what runs. */
  @ParameterizedTest
  @CsvSource({
    "'', finished finished running",
    "?order=asc, running finished finished",
    "?limit=1, finished",
    "?limit=-1, finished finished running",
    "?limit=x, finished finished running",
    "?offset=2, running",
    "?offset=9, ''",
    "?task_id=running, running",
    "?framework_id=over, finished",
    "?framework_id=nobody, ''"
  })
  void pagesThroughTasks(String query, String ids) throws Exception {
    String body = served.get("/tasks" + query).body();
    List<String> found =
        Pattern.compile("\\{\"id\":\"(\\w+)\"")
            .matcher(body)
            .results()
            .map(r -> r.group(1))
            .toList();
    assertThat(String.join(" ", found)).isEqualTo(ids);
  }

  @Test
  void showsOneAgentOrFrameworkWhenAsked() throws Exception {
    assertThat(served.get("/slaves?slave_id=m-S0").body()).contains("\"id\":\"m-S0\"");
    assertThat(served.get("/slaves?slave_id=m-S1").body()).startsWith("{\"slaves\":[]");
    assertThat(served.get("/frameworks?framework_id=over").body())
        .startsWith("{\"frameworks\":[],\"completed_frameworks\":[{\"id\":\"over\"");
  }

  @Test
  void wrapsAnyJsonInACallback() throws Exception {
    for (String path : new String[] {"/state", "/version", "/metrics/snapshot", "/flags"}) {
      HttpResponse<String> answer = served.get(path + "?jsonp=angular.callbacks._0");
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/javascript");
      assertThat(answer.body()).startsWith("angular.callbacks._0({").endsWith("})");
    }
  }

  @Test
  void refusesATimeoutThatIsNone() throws Exception {
    HttpResponse<String> answer = served.get("/metrics/snapshot?timeout=soon");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith("Invalid timeout 'soon'");
  }

  @Test
  void tearsDownTheFrameworkOfAForm() throws Exception {
    Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
    assertThat(served.send("POST", "/teardown", form, "frameworkId=f").statusCode()).isEqualTo(200);
    HttpResponse<String> unknown = served.send("POST", "/teardown", form, "frameworkId=g");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body()).isEqualTo("No framework found with specified ID");
  }

  @Test
  void hidesFlagsAndFiguresFromThoseWhoMayNotSeeThem() throws Exception {
    served.master.permissive = false;
    assertThat(served.get("/flags").statusCode()).isEqualTo(403);
    assertThat(served.get("/metrics/snapshot").statusCode()).isEqualTo(403);
    assertThat(served.get("/logging/toggle?level=1&duration=1hrs").statusCode()).isEqualTo(403);
    assertThat(served.post("/api/v1", "{\"type\":\"GET_FLAGS\"}").statusCode()).isEqualTo(403);
    String set =
        "{\"type\":\"SET_LOGGING_LEVEL\",\"set_logging_level\":"
            + "{\"level\":1,\"duration\":{\"nanoseconds\":60000000000}}}";
    assertThat(served.post("/api/v1", set).statusCode()).isEqualTo(403);
    assertThat(served.post("/api/v1", "{\"type\":\"GET_LOGGING_LEVEL\"}").body())
        .contains("\"level\":0");
    assertThat(served.get("/state").body()).doesNotContain("\"flags\"");
  }

  @Test
  void sendsCallersToTheLeader() throws Exception {
    served.master.cluster = SampleCluster.following(Optional.of(SampleCluster.master("m", 5050)));
    for (String path : new String[] {"/master/state", "/api/v1/scheduler", "/api/v1"}) {
      HttpResponse<String> answer = served.get(path);
      assertThat(answer.statusCode()).isEqualTo(307);
      assertThat(answer.headers().firstValue("Location")).hasValue("//localhost:5050" + path);
    }
    assertThat(served.get("/health").statusCode()).isEqualTo(200);
    assertThat(served.get("/version").statusCode()).isEqualTo(200);
    assertThat(served.get("/redirect").headers().firstValue("Location"))
        .hasValue("//localhost:5050");
  }

  @Test
  void marksAnAgentGone() throws Exception {
    String call =
        "{\"type\":\"MARK_AGENT_GONE\",\"mark_agent_gone\":{\"agent_id\":{\"value\":\"%s\"}}}";
    HttpResponse<String> gone = served.post("/api/v1", call.formatted("m-S0"));
    assertThat(gone.statusCode()).isEqualTo(200);
    assertThat(gone.body()).isEmpty();
    assertThat(served.post("/api/v1", call.formatted("x")).statusCode()).isEqualTo(404);
    served.master.outcome = Outcome.forbidden("no");
    assertThat(served.post("/api/v1", call.formatted("m-S0")).statusCode()).isEqualTo(403);
  }

  @Test
  void deactivatesAndReactivatesAnAgent() throws Exception {
    for (String verb : List.of("deactivate", "reactivate")) {
      String call =
          "{\"type\":\"%s_AGENT\",\"%s_agent\":{\"agent_id\":{\"value\":\"%%s\"}}}"
              .formatted(verb.toUpperCase(Locale.ROOT), verb);
      assertThat(served.post("/api/v1", call.formatted("m-S0")).statusCode()).isEqualTo(200);
      assertThat(served.post("/api/v1", call.formatted("x")).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void saysWhyThereAreNoOffers() throws Exception {
    HttpResponse<String> why = served.get("/why?framework=f");
    assertThat(why.statusCode()).isEqualTo(200);
    assertThat(why.body())
        .contains("\"framework_name\":\"spark\"", "\"cause\":\"quota_limit\",\"agents\":2")
        .contains("\"command\":\"mesos:quota-set --limits 'cpus:2' web\"")
        .contains("\"missing_agents\":2,\"held_off\":{\"awaited_agents\":1,")
        .contains("\"until_unix_seconds\":100");
    assertThat(served.get("/why?role=web").body()).contains("\"role\":\"web\"");
    assertThat(served.get("/why?framework=x").statusCode()).isEqualTo(404);
    assertThat(served.get("/why").statusCode()).isEqualTo(400);
    assertThat(served.get("/why?framework=f&role=web").statusCode()).isEqualTo(400);
    HttpResponse<String> none = served.get("/why?role=none");
    assertThat(none.statusCode()).isEqualTo(503);
    assertThat(none.body()).contains("There is no allocator");
    served.master.permissive = false;
    assertThat(served.get("/why?role=web").statusCode()).isEqualTo(404);
  }

  /** A path comes decoded, and goes into a header. */
  @Test
  void encodesThePathOnTheWayToTheLeader() throws Exception {
    served.master.cluster = SampleCluster.following(Optional.of(SampleCluster.master("m", 5050)));
    assertThat(served.get("/state/a%20%22%c3%a9").headers().firstValue("Location"))
        .hasValue("//localhost:5050/state/a%20%22%C3%A9");
    assertThat(served.raw("GET /state/x%0d%0aSet-Cookie:%20y"))
        .startsWith("HTTP/1.1 400")
        .doesNotContain("Set-Cookie");
  }

  @Test
  void listsItsEndpoints() throws Exception {
    HttpResponse<String> answer = served.get("/help");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(answer.body()).contains("<code>/api/v1/scheduler</code>", "<code>/metrics/");
  }

  @Test
  void saysWhenNobodyLeads() throws Exception {
    served.master.cluster = SampleCluster.following(Optional.empty());
    HttpResponse<String> answer = served.get("/redirect");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("No leader elected");
  }
}
