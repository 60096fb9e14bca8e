package org.meseta.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meseta.http.client.RawServer.Connection;
import org.meseta.protocol.recordio.RecordEncoder;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

@Timeout(20)
class SchedulerConnectionTest {
  private static final Call.Subscribe SUBSCRIBE =
      Call.Subscribe.newBuilder()
          .setFrameworkInfo(FrameworkInfo.newBuilder().setUser("me").setName("test"))
          .build();

  private final RealTimers timers = new RealTimers();
  private final WebClient client = new WebClient(timers);
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    timers.close();
  }

  private final SchedulerConnection.Listener listener =
      new SchedulerConnection.Listener() {
        @Override
        public void event(Event event) {
          events.add(event);
          heard.add(event.getType().name());
        }

        @Override
        public void closed(WebException why) {
          heard.add("closed " + why.status() + " " + why.getMessage());
        }
      };

  private String next() throws InterruptedException {
    String line = heard.poll(10, TimeUnit.SECONDS);
    return line == null ? "nothing" : line;
  }

  private SchedulerConnection subscribe(RawServer master, WireFormat format) {
    return SchedulerConnection.subscribe(
        client,
        URI.create("http://127.0.0.1:" + master.port() + "/"),
        SUBSCRIBE,
        new SchedulerOptions(format, Map.of("X-Test", "yes"), Duration.ofSeconds(5), 2),
        listener);
  }

  private static Event subscribed(double heartbeat) {
    return Event.newBuilder()
        .setType(Event.Type.SUBSCRIBED)
        .setSubscribed(
            Event.Subscribed.newBuilder()
                .setFrameworkId(FrameworkID.newBuilder().setValue("F1"))
                .setHeartbeatIntervalSeconds(heartbeat))
        .build();
  }

  private static Event heartbeat() {
    return Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
  }

  /** Answers a subscription with these events, then calls with {@code status}. */
  private void serve(Connection connection, WireFormat format, String status, Event... sent)
      throws IOException {
    while (true) {
      List<String> head = connection.readHead();
      Call call = format.read(connection.readBody(head), Call.getDefaultInstance());
      heads.add(String.join("\n", head));
      calls.add(call);
      if (call.getType() != Call.Type.SUBSCRIBE) {
        connection.write("HTTP/1.1 " + status);
        continue;
      }
      openStream(connection, format);
      for (Event event : sent) {
        connection.writeChunk(RecordEncoder.encode(format.write(event)).array());
      }
      connection.awaitEnd();
      return;
    }
  }

  private static void openStream(Connection connection, WireFormat format) throws IOException {
    connection.write(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nMesos-Stream-Id: S1\r\nContent-Type: "
            + format.mediaType()
            + "\r\n\r\n");
  }

  @ParameterizedTest
  @EnumSource(WireFormat.class)
  void hearsEventsAndMakesCallsOnTheirStream(WireFormat format) throws Exception {
    try (RawServer master =
        new RawServer(
            c ->
                serve(
                    c,
                    format,
                    "202 Accepted\r\nContent-Length: 0\r\n\r\n",
                    subscribed(15),
                    heartbeat()))) {
      SchedulerConnection connection = subscribe(master, format);
      assertThat(next()).isEqualTo("SUBSCRIBED");
      assertThat(next()).isEqualTo("HEARTBEAT");
      assertThat(connection.frameworkId().getValue()).isEqualTo("F1");
      assertThat(calls.take().getSubscribe().getFrameworkInfo().getName()).isEqualTo("test");
      assertThat(heads.take())
          .startsWith("POST /api/v1/scheduler ")
          .contains("Accept: " + format.mediaType(), "Content-Type: " + format.mediaType())
          .contains("X-Test: yes")
          .doesNotContain("Mesos-Stream-Id");

      connection.call(Call.newBuilder().setType(Call.Type.REVIVE)).toCompletableFuture().get();
      assertThat(calls.take().getFrameworkId().getValue()).isEqualTo("F1");
      assertThat(heads.take()).contains("Mesos-Stream-Id: S1", "X-Test: yes");

      connection.close();
      assertThat(next()).isEqualTo("closed 0 closed");
    }
  }

  @Test
  void keepsTheOrderOfCalls() throws Exception {
    try (RawServer master =
        new RawServer(
            c ->
                serve(
                    c,
                    WireFormat.PROTOBUF,
                    "202 Accepted\r\nContent-Length: 0\r\n\r\n",
                    subscribed(15)))) {
      SchedulerConnection connection = subscribe(master, WireFormat.PROTOBUF);
      assertThat(next()).isEqualTo("SUBSCRIBED");
      assertThat(calls.take().getType()).isEqualTo(Call.Type.SUBSCRIBE);
      for (int i = 0; i < 200; i++) {
        Call.Kill.Builder kill =
            Call.Kill.newBuilder().setTaskId(TaskID.newBuilder().setValue("" + i));
        connection.call(Call.newBuilder().setType(Call.Type.KILL).setKill(kill));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(calls.take().getKill().getTaskId().getValue()).isEqualTo("" + i);
      }
      connection.close();
    }
  }

  @Test
  void saysWhyACallWasRefused() throws Exception {
    try (RawServer master =
        new RawServer(
            c ->
                serve(
                    c,
                    WireFormat.JSON,
                    "400 Bad Request\r\nContent-Length: 5\r\n\r\nno no",
                    subscribed(15)))) {
      SchedulerConnection connection = subscribe(master, WireFormat.JSON);
      assertThat(next()).isEqualTo("SUBSCRIBED");
      CompletionStage<@Nullable Void> call =
          connection.call(Call.newBuilder().setType(Call.Type.REVIVE));
      assertThatThrownBy(() -> call.toCompletableFuture().get())
          .cause()
          .isInstanceOf(WebException.class)
          .hasMessage("REVIVE refused with 400: no no")
          .extracting(e -> ((WebException) e).status())
          .isEqualTo(400);
      connection.close();
      assertThat(next()).startsWith("closed");
      CompletionStage<@Nullable Void> late =
          connection.call(Call.newBuilder().setType(Call.Type.REVIVE));
      assertThatThrownBy(() -> late.toCompletableFuture().get())
          .hasMessageContaining("the connection is closed");
    }
  }

  @Test
  void saysWhyTheSubscriptionWasRefused() throws Exception {
    try (RawServer master =
        new RawServer(
            c -> {
              c.readBody(c.readHead());
              c.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\nnot so");
              c.awaitEnd();
            })) {
      subscribe(master, WireFormat.JSON);
      assertThat(next()).isEqualTo("closed 403 SUBSCRIBE refused with 403: not so");
    }
  }

  @Test
  void followsToTheMasterThatLeads() throws Exception {
    try (RawServer leader =
            new RawServer(c -> serve(c, WireFormat.JSON, "", subscribed(15), heartbeat()));
        RawServer other =
            new RawServer(
                c -> {
                  c.readBody(c.readHead());
                  c.write(
                      "HTTP/1.1 307 Temporary Redirect\r\nLocation: //127.0.0.1:"
                          + leader.port()
                          + "\r\nContent-Length: 0\r\n\r\n");
                  c.awaitEnd();
                })) {
      SchedulerConnection connection = subscribe(other, WireFormat.JSON);
      assertThat(next()).isEqualTo("SUBSCRIBED");
      assertThat(heads.take()).startsWith("POST /api/v1/scheduler ");
      assertThat(connection.master()).isEqualTo("127.0.0.1:" + leader.port());
      connection.close();
    }
  }

  @Test
  void givesUpOnMastersThatSendItRound() throws Exception {
    try (RawServer master =
        new RawServer(
            c -> {
              while (true) {
                c.readBody(c.readHead());
                c.write("HTTP/1.1 307 Moved\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n");
              }
            })) {
      subscribe(master, WireFormat.JSON);
      assertThat(next()).startsWith("closed 307 SUBSCRIBE refused with 307");
    }
  }

  @Test
  void missesTheHeartbeat() throws Exception {
    try (RawServer master = new RawServer(c -> serve(c, WireFormat.JSON, "", subscribed(0.1)))) {
      subscribe(master, WireFormat.JSON);
      assertThat(next()).isEqualTo("SUBSCRIBED");
      assertThat(next()).endsWith("no heartbeat for 0.3 s");
    }
  }

  @Test
  void noticesTheEndOfTheStream() throws Exception {
    try (RawServer master =
        new RawServer(
            c -> {
              c.readBody(c.readHead());
              openStream(c, WireFormat.JSON);
              c.writeChunk(RecordEncoder.encode(WireFormat.JSON.write(subscribed(15))).array());
              c.write("0\r\n\r\n");
              c.awaitEnd();
            })) {
      subscribe(master, WireFormat.JSON);
      assertThat(next()).isEqualTo("SUBSCRIBED");
      assertThat(next()).isEqualTo("closed 0 the master ended the stream");
    }
  }

  @Test
  void closesOnWhatIsNoRecord() throws Exception {
    try (RawServer master =
        new RawServer(
            c -> {
              c.readBody(c.readHead());
              openStream(c, WireFormat.JSON);
              c.writeChunk("<html>".getBytes(StandardCharsets.UTF_8));
              c.awaitEnd();
            })) {
      subscribe(master, WireFormat.JSON);
      assertThat(next()).startsWith("closed 0 Malformed record length");
    }
  }

  @Test
  void saysThatNobodyIsThere() throws Exception {
    RawServer master = new RawServer(c -> {});
    master.close();
    subscribe(master, WireFormat.JSON);
    assertThat(next()).isEqualTo("closed 0 127.0.0.1:" + master.port() + ": connection refused");
  }
}
