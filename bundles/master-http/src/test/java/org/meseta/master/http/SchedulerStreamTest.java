package org.meseta.master.http;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meseta.master.api.Outcome;
import org.meseta.master.api.SchedulerStream;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

@Timeout(30)
class SchedulerStreamTest {
  private static final String PATH = "/api/v1/scheduler";
  private static final Call SUBSCRIBE =
      Call.newBuilder()
          .setType(Call.Type.SUBSCRIBE)
          .setSubscribe(
              Call.Subscribe.newBuilder()
                  .setFrameworkInfo(FrameworkInfo.newBuilder().setUser("u").setName("n")))
          .build();
  private static final Event HEARTBEAT = Event.newBuilder().setType(Event.Type.HEARTBEAT).build();

  private final HttpClient client = HttpClient.newHttpClient();
  private ServedMaster served;

  @BeforeEach
  void start() throws IOException {
    served = new ServedMaster();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void opensAStreamThatNamesItselfAndItsExactType() throws Exception {
    HttpResponse<InputStream> answer = subscribe("application/json");
    SchedulerStream stream = requireNonNull(served.master.subscribed.poll(10, SECONDS));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
    assertThat(answer.headers().firstValue("Mesos-Stream-Id")).hasValue(stream.id());

    stream.send(HEARTBEAT);
    assertThat(read(answer, 23)).isEqualTo("20\n{\"type\":\"HEARTBEAT\"}");
    stream.close();
    assertThat(answer.body().read()).isEqualTo(-1);
    assertThat(served.master.ended.poll(10, SECONDS)).isSameAs(stream);
  }

  @Test
  void sendsProtobufToWhoWantsIt() throws Exception {
    HttpResponse<InputStream> answer = subscribe("application/x-protobuf");
    SchedulerStream stream = requireNonNull(served.master.subscribed.poll(10, SECONDS));
    stream.send(HEARTBEAT);

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-protobuf");
    assertThat(read(answer, 2)).isEqualTo("2\n");
    assertThat(Event.parseFrom(answer.body().readNBytes(2))).isEqualTo(HEARTBEAT);
  }

  @Test
  void answersInJsonToAProtobufCallWithoutAccept() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(served.caller.uri(PATH))
            .header("Content-Type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(SUBSCRIBE.toByteArray()))
            .build();
    HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    answer.body().close();
  }

  @Test
  void keepsNothingOfTheCallWhileTheStreamLasts() throws Exception {
    HttpResponse<InputStream> answer = subscribe("application/json");
    WeakReference<Call> call = requireNonNull(served.master.subscriptions.poll(10, SECONDS));
    await()
        .until(
            () -> {
              System.gc();
              return call.get() == null;
            });
    answer.body().close();
  }

  @Test
  void refusesACallOfMoreThanSixteenMegabytes() throws Exception {
    String call = "{\"type\":\"REVIVE\",\"framework_id\":{\"value\":\"f\"}}";
    int most = 16 << 20;
    assertThat(served.post(PATH, call + " ".repeat(most - call.length())).statusCode())
        .isEqualTo(202);
    assertThat(served.raw("POST " + PATH, "Content-Length: " + (most + 1)))
        .startsWith("HTTP/1.1 413")
        .endsWith("\r\n\r\nThe body is larger than 16777216 bytes.");
  }

  @Test
  void tellsTheMasterWhenTheSchedulerGoesAway() throws Exception {
    HttpResponse<InputStream> answer = subscribe("application/json");
    SchedulerStream stream = requireNonNull(served.master.subscribed.poll(10, SECONDS));
    answer.body().close();
    assertThat(served.master.ended.poll(20, SECONDS)).isSameAs(stream);
  }

  @Test
  void takesNoNoticeOfForceWhichOldSchedulersStillSend() throws Exception {
    String subscribe =
        """
        {"type":"SUBSCRIBE","framework_id":{"value":"f"},"subscribe":{"force":false,
        "framework_info":{"id":{"value":"f"},"user":"u","name":"n"}}}""";
    HttpRequest request =
        HttpRequest.newBuilder(served.caller.uri(PATH))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(subscribe))
            .build();
    HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(served.master.subscribed.poll(10, SECONDS)).isNotNull();
    answer.body().close();
  }

  @Test
  void answers202ToACallAnd200ToAnUpdate() throws Exception {
    Map<String, String> headers =
        Map.of("Content-Type", "application/json", "Mesos-Stream-Id", "s");
    String revive = "{\"type\":\"REVIVE\",\"framework_id\":{\"value\":\"f\"}}";
    String update =
        """
        {"type":"UPDATE_FRAMEWORK","framework_id":{"value":"f"},"update_framework":
        {"framework_info":{"id":{"value":"f"},"user":"u","name":"n"}}}""";

    HttpResponse<String> taken = served.send("POST", PATH, headers, revive);
    assertThat(taken.statusCode()).isEqualTo(202);
    assertThat(taken.body()).isEmpty();
    assertThat(served.send("POST", PATH, headers, update).statusCode()).isEqualTo(200);
  }

  @Test
  void passesOnWhyTheMasterRefuses() throws Exception {
    String revive = "{\"type\":\"REVIVE\",\"framework_id\":{\"value\":\"f\"}}";
    served.master.outcome = Outcome.forbidden("Framework is not subscribed");
    HttpResponse<String> answer = served.post(PATH, revive);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).isEqualTo("Framework is not subscribed");
  }

  @Test
  void refusesAnAcknowledgementWhoseUuidIsNone() throws Exception {
    HttpResponse<String> answer =
        served.post(
            PATH,
            """
            {"type":"ACKNOWLEDGE","framework_id":{"value":"f"},"acknowledge":{
            "agent_id":{"value":"a"},"task_id":{"value":"t"},"uuid":"AAAA"}}""");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("Failed to validate scheduler::Call: Not a valid UUID");
    assertThat(served.master.calls).isEmpty();
  }

  private HttpResponse<InputStream> subscribe(String accept) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(served.caller.uri(PATH))
            .header("Content-Type", "application/x-protobuf")
            .header("Accept", accept)
            .POST(HttpRequest.BodyPublishers.ofByteArray(SUBSCRIBE.toByteArray()))
            .build();
    return client.send(request, BodyHandlers.ofInputStream());
  }

  private static String read(HttpResponse<InputStream> answer, int bytes) throws IOException {
    return new String(answer.body().readNBytes(bytes), StandardCharsets.UTF_8);
  }
}
