package org.meseta.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meseta.master.api.Outcome;
import org.meseta.protocol.v1.Offer;

/** Calls of operators that convert resources, by form and by message. */
class ResourceCallsTest {
  private static final Map<String, String> FORM =
      Map.of("Content-Type", "application/x-www-form-urlencoded");
  private static final String CPUS =
      "{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":1},"
          + "\"reservations\":[{\"type\":\"DYNAMIC\",\"role\":\"eng\"}]}";

  private ServedMaster served;

  @BeforeEach
  void open() throws IOException {
    served = new ServedMaster();
  }

  @AfterEach
  void close() {
    served.close();
  }

  private HttpResponse<String> form(String path, String body)
      throws IOException, InterruptedException {
    return served.send("POST", path, FORM, body);
  }

  private static String array(String... resources) {
    String text = "[" + String.join(",", resources) + "]";
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Offer.Operation taken() {
    return Objects.requireNonNull(served.master.operations.poll());
  }

  @Test
  void takesFormsAsMesosDoes() throws Exception {
    String agent = "slaveId=m-S0&";
    for (String path : List.of("/reserve", "/master/unreserve")) {
      assertThat(form(path, agent + "resources=" + array(CPUS)).statusCode()).isEqualTo(202);
    }
    for (String path : List.of("/master/create-volumes", "/destroy-volumes")) {
      assertThat(form(path, agent + "volumes=" + array(CPUS, CPUS)).statusCode()).isEqualTo(202);
    }
    assertThat(taken().getReserve().getResourcesCount()).isEqualTo(1);
    assertThat(taken().getUnreserve().getResourcesCount()).isEqualTo(1);
    assertThat(taken().getCreate().getVolumesCount()).isEqualTo(2);
    assertThat(taken().getDestroy().getVolumesCount()).isEqualTo(2);
  }

  @Test
  void saysWhatIsWrongWithAForm() throws Exception {
    refused(form("/reserve", "resources=[]"), 400, "Missing 'slaveId'");
    refused(form("/reserve", "slaveId=m-S0"), 400, "Missing 'resources'");
    refused(form("/create-volumes", "slaveId=m-S0&resources=[]"), 400, "Missing 'volumes'");
    refused(form("/reserve", "slaveId=m-S0&resources=xx"), 400, "Error parsing 'resources'");
    refused(form("/unreserve", "slaveId=x&resources=[]"), 400, "No agent found");
    assertThat(served.get("/reserve").statusCode()).isEqualTo(405);
    assertThat(served.master.operations).isEmpty();
  }

  @Test
  void answersAConflictWithItsReason() throws Exception {
    served.master.outcome = new Outcome.Refused(Outcome.Kind.CONFLICT, "'a' does not contain 'b'");
    refused(form("/reserve", "slaveId=m-S0&resources=" + array(CPUS)), 409, "does not contain");
  }

  private static void refused(HttpResponse<String> answer, int status, String why) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(why);
  }

  @Test
  void takesCallsOfTheOperatorApi() throws Exception {
    String agent = "\"agent_id\":{\"value\":\"m-S0\"},";
    call("RESERVE_RESOURCES", agent + "\"source\":[" + CPUS + "],\"resources\":[" + CPUS + "]");
    call("UNRESERVE_RESOURCES", agent + "\"resources\":[" + CPUS + "]");
    call("CREATE_VOLUMES", agent + "\"volumes\":[" + CPUS + "]");
    call("DESTROY_VOLUMES", agent + "\"volumes\":[" + CPUS + "]");
    call("GROW_VOLUME", agent + "\"volume\":" + CPUS + ",\"addition\":" + CPUS);
    call("SHRINK_VOLUME", agent + "\"volume\":" + CPUS + ",\"subtract\":{\"value\":3}");
    assertThat(served.master.operations)
        .extracting(Offer.Operation::getType)
        .containsExactly(
            Offer.Operation.Type.RESERVE,
            Offer.Operation.Type.UNRESERVE,
            Offer.Operation.Type.CREATE,
            Offer.Operation.Type.DESTROY,
            Offer.Operation.Type.GROW_VOLUME,
            Offer.Operation.Type.SHRINK_VOLUME);
    assertThat(taken().getReserve().getSourceCount()).isEqualTo(1);
  }

  private void call(String type, String content) throws IOException, InterruptedException {
    String field = type.toLowerCase(Locale.ROOT);
    String call = "{\"type\":\"" + type + "\",\"" + field + "\":{" + content + "}}";
    HttpResponse<String> answer = served.post("/api/v1", call);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  @Test
  void listsOperations() throws Exception {
    HttpResponse<String> answer = served.post("/api/v1", "{\"type\":\"GET_OPERATIONS\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"type\":\"GET_OPERATIONS\"", "\"get_operations\"");
  }
}
