package org.meseta.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.agent.state.Host;
import org.meseta.plugin.authorizer.Action;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Operation;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.protocol.v1.UUID;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.Volume;
import org.meseta.resources.Resources;

/** With an authorizer that says no. In the sample, alice has the framework f and bob has over. */
@Timeout(30)
class AuthorizationTest {
  @TempDir Path work;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private ServedAgent served;

  @BeforeEach
  void start() throws IOException {
    served = new ServedAgent();
    served.agent.host = SampleHost.host(work);
    for (String task : List.of("run", "old")) {
      Path sandbox = Files.createDirectories(SampleHost.sandbox(work, task));
      Files.writeString(sandbox.resolve("stdout"), task);
    }
    allow((action, object) -> false);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/flags, VIEW_FLAGS",
    "/slave(1)/flags, VIEW_FLAGS",
    "/metrics/snapshot, GET_ENDPOINT /metrics/snapshot",
    "/metrics/snapshot.json, GET_ENDPOINT /metrics/snapshot",
    "/monitor/statistics, GET_ENDPOINT /monitor/statistics",
    "/slave(1)/monitor/statistics.json, GET_ENDPOINT /monitor/statistics",
    "/containers, GET_ENDPOINT /containers",
    "/logging/toggle, GET_ENDPOINT /logging/toggle",
    "/logging/toggle?level=1&duration=1hrs, GET_ENDPOINT /logging/toggle",
    "/plugins, GET_ENDPOINT /plugins",
    "/slave(1)/plugins, GET_ENDPOINT /plugins",
    "/files/debug, GET_ENDPOINT /files/debug",
    "/files/browse?path=/slave/log, ACCESS_LOG",
    "/files/read?path=//slave/log/, ACCESS_LOG",
    "/files/download?path=/slave/log, ACCESS_LOG",
    "/files/browse?path=/frameworks/f/executors/run/runs/latest, ACCESS_SANDBOX alice",
    "/files/read?path=/frameworks/over/executors/old/runs/latest/stdout, ACCESS_SANDBOX bob"
  })
  void refusesWhoMayNotAsk(String target, String question) throws Exception {
    HttpResponse<String> answer = served.get(target);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).isEqualTo("403 Forbidden.");
    assertThat(asked).containsExactly(question);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"GET_FLAGS\"}|VIEW_FLAGS",
        "{\"type\":\"SET_LOGGING_LEVEL\",\"set_logging_level\":"
            + "{\"level\":1,\"duration\":{\"nanoseconds\":60000000000}}}|SET_LOG_LEVEL",
        "{\"type\":\"LIST_FILES\",\"list_files\":{\"path\":\"/slave/log\"}}|ACCESS_LOG",
        "{\"type\":\"READ_FILE\",\"read_file\":{\"offset\":0,"
            + "\"path\":\"/frameworks/f/executors/run/runs/latest/stdout\"}}|ACCESS_SANDBOX alice"
      })
  void refusesOperatorsWhoMayNot(String call, String question) throws Exception {
    assertThat(served.call(call).statusCode()).isEqualTo(403);
    assertThat(asked).containsExactly(question);
    allow((action, object) -> true);
    assertThat(served.get("/logging/toggle").body()).isEqualTo("0\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/version"})
  void asksNobodyAboutWhatEverybodyMayKnow(String target) throws Exception {
    assertThat(served.get(target).statusCode()).isEqualTo(200);
    for (String type : List.of("GET_HEALTH", "GET_VERSION", "GET_LOGGING_LEVEL", "GET_AGENT")) {
      assertThat(served.call("{\"type\":\"" + type + "\"}").statusCode()).isEqualTo(200);
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void showsNothingOfAnybodyInAStateThatIsRefused() throws Exception {
    served.agent.host = withReservation(served.agent.host);
    HttpResponse<String> answer = served.get("/state");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"frameworks\":[],\"completed_frameworks\":[]", "\"reserved_resources\":{},")
        .contains("\"reserved_resources_full\":{},", "\"hostname\":\"localhost\"")
        .doesNotContain("\"flags\"", "alice", "web");
    for (String list : List.of("TASKS", "EXECUTORS", "FRAMEWORKS", "STATE", "CONTAINERS")) {
      answer = served.call("{\"type\":\"GET_" + list + "\"}");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).doesNotContain("\"value\"");
    }
  }

  @Test
  void showsAllToWhoMaySeeAll() throws Exception {
    served.agent.host = withReservation(served.agent.host);
    allow((action, object) -> true);
    assertThat(served.get("/state").body())
        .contains("\"reserved_resources\":{\"web\":{", "\"reserved_resources_full\":{\"web\":[")
        .contains("\"flags\":{", "\"user\":\"alice\"", "\"user\":\"bob\"", "\"id\":\"run\"");
  }

  @Test
  void showsToEachWhatIsTheirs() throws Exception {
    allow((action, object) -> object.equals("alice"));
    String state = served.get("/state").body();
    assertThat(state)
        .contains("\"user\":\"alice\"", "\"id\":\"run\"", "\"id\":\"done\"")
        .doesNotContain("\"user\":\"bob\"", "\"id\":\"old\"");
    for (String list : List.of("TASKS", "EXECUTORS", "STATE")) {
      assertThat(served.call("{\"type\":\"GET_" + list + "\"}").body())
          .contains("\"value\":\"run\"", "\"value\":\"done\"")
          .doesNotContain("\"value\":\"old\"", "\"value\":\"over\"");
    }
    assertThat(served.call("{\"type\":\"GET_FRAMEWORKS\"}").body())
        .contains("\"value\":\"f\"")
        .doesNotContain("\"value\":\"over\"");
  }

  @Test
  void hidesTasksAndExecutorsOfFrameworksThatAreSeen() throws Exception {
    allow((action, object) -> action == Action.VIEW_FRAMEWORK);
    assertThat(served.get("/state").body())
        .contains("\"user\":\"alice\"", "\"executors\":[],\"completed_executors\":[]")
        .doesNotContain("\"id\":\"run\"");

    allow((action, object) -> Set.of(Action.VIEW_FRAMEWORK, Action.VIEW_EXECUTOR).contains(action));
    assertThat(served.get("/state").body())
        .contains("\"id\":\"run\"")
        .contains("\"tasks\":[],\"queued_tasks\":[],\"completed_tasks\":[]")
        .doesNotContain("TASK_RUNNING");
    assertThat(served.call("{\"type\":\"GET_STATE\"}").body())
        .contains("\"executor_info\"")
        .contains("\"launched_tasks\":[],\"terminated_tasks\":[],\"completed_tasks\":[]");
  }

  @Test
  void showsTheContainersOfThoseWhoMayBeSeen() throws Exception {
    allow((action, object) -> object.equals("alice") || object.equals("/containers"));
    assertThat(served.get("/containers").body()).contains("\"executor_id\":\"run\"");
    assertThat(served.call("{\"type\":\"GET_CONTAINERS\"}").body()).contains("\"c-run\"");

    allow((action, object) -> object.equals("bob") || object.equals("/containers"));
    assertThat(served.get("/containers").body()).isEqualTo("[]");
    assertThat(served.call("{\"type\":\"GET_CONTAINERS\"}").body())
        .isEqualTo("{\"type\":\"GET_CONTAINERS\",\"get_containers\":{}}");
  }

  @Test
  void opensTheSandboxesOfThoseWhoMayBeSeen() throws Exception {
    allow((action, object) -> action == Action.ACCESS_SANDBOX && object.equals("bob"));
    String bobs = "/frameworks/over/executors/old/runs/latest/stdout";
    assertThat(served.get("/files/download?path=" + bobs).body()).isEqualTo("old");
    Path alices = SampleHost.sandbox(work, "run").resolve("stdout");
    assertThat(served.get("/files/download?path=" + alices).statusCode()).isEqualTo(403);
    assertThat(served.get("/files/download?path=/slave/log").statusCode()).isEqualTo(403);
    assertThat(served.get("/files/download?path=/nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  void showsReservationsVolumesAndOperationsToWhoMaySeeTheirRole() throws Exception {
    served.agent.host = withVolume(served.agent.host);
    String state = seen((action, object) -> object.equals("web"), "/state");
    assertThat(state)
        .contains("\"reserved_resources\":{\"web\":{\"disk\":64.0,")
        .contains("\"reserved_resources_full\":{\"web\":[{")
        .contains("\"persistence\":{\"id\":\"v\"}", "\"unreserved_resources_full\":[{")
        .contains("\"resources\":{\"disk\":64.0,");
    assertThat(operations((action, object) -> object.equals("web")))
        .contains("\"type\":\"CREATE\"", "\"id\":\"v\"", "\"latest_status\":{");
    assertThat(operations((action, object) -> object.equals("db")))
        .isEqualTo("{\"type\":\"GET_OPERATIONS\",\"get_operations\":{}}");
    assertThat(seen((action, object) -> object.equals("db"), "/state")).doesNotContain("web");
  }

  private String seen(BiPredicate<Action, String> rule, String target) throws Exception {
    allow(rule);
    return served.get(target).body();
  }

  private String operations(BiPredicate<Action, String> rule) throws Exception {
    allow(rule);
    return served.call("{\"type\":\"GET_OPERATIONS\"}").body();
  }

  private static Host withVolume(Host host) {
    Resource.Builder volume =
        Resource.newBuilder()
            .setName("disk")
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(64))
            .addReservations(
                ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole("web"));
    volume
        .getDiskBuilder()
        .setPersistence(DiskInfo.Persistence.newBuilder().setId("v"))
        .setVolume(Volume.newBuilder().setContainerPath("data").setMode(Volume.Mode.RW));
    Offer.Operation.Builder info =
        Offer.Operation.newBuilder().setType(Offer.Operation.Type.CREATE);
    info.getCreateBuilder().addVolumes(volume);
    UUID uuid = UUID.newBuilder().setValue(ByteString.copyFrom(new byte[16])).build();
    OperationStatus status =
        OperationStatus.newBuilder().setState(OperationState.OPERATION_FINISHED).build();
    Operation operation =
        Operation.newBuilder().setUuid(uuid).setInfo(info).setLatestStatus(status).build();
    return host.with(
        Resources.parse("cpus:2;mem:1024", "*").plus(Resources.of(List.of(volume.build()))),
        Map.of(uuid.getValue(), operation));
  }

  private static Host withReservation(Host host) {
    return new Host(
        host.info(),
        host.startTime(),
        host.recovered(),
        host.master(),
        Resources.parse("cpus:2;mem:1024;cpus(web):1", "*"),
        host.operations(),
        host.frameworks(),
        host.completedFrameworks());
  }

  private void allow(BiPredicate<Action, String> rule) {
    asked.clear();
    served.agent.permissions =
        (principal, action, object) -> {
          asked.add((action + " " + object).strip());
          return CompletableFuture.completedStage(rule.test(action, object));
        };
  }
}
