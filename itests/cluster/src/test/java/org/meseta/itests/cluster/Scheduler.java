package org.meseta.itests.cluster;

import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.meseta.protocol.json.JsonException;
import org.meseta.protocol.json.ProtoJson;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/** A scheduler that does by hand what the tests tell it to, over plain HTTP. */
final class Scheduler implements AutoCloseable {

  /** The two forms of calls and events. */
  enum Media {
    JSON("application/json"),
    PROTOBUF("application/x-protobuf");

    private final String type;

    Media(String type) {
      this.type = type;
    }

    byte[] write(Message message) {
      return this == JSON ? ProtoJson.bytes(message) : message.toByteArray();
    }

    Event read(byte[] record) throws IOException {
      try {
        return this == JSON
            ? ProtoJson.read(record, Event.getDefaultInstance())
            : Event.parseFrom(record);
      } catch (JsonException e) {
        throw new IOException(e);
      }
    }
  }

  private static final Set<TaskState> NOT_OVER =
      Set.of(TaskState.TASK_STARTING, TaskState.TASK_RUNNING, TaskState.TASK_KILLING);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final URI api;
  private final Media media;
  private final HttpResponse<InputStream> stream;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final List<Event> seen = new ArrayList<>();
  private final AtomicLong lastHeartbeat = new AtomicLong();
  private final AtomicLong longestSilence = new AtomicLong();
  private final FrameworkID id;

  private Scheduler(URI api, Media media, HttpResponse<InputStream> stream)
      throws InterruptedException {
    this.api = api;
    this.media = media;
    this.stream = stream;
    Threads.beside(this::readAll);
    this.id = await(Event::hasSubscribed).getSubscribed().getFrameworkId();
  }

  static Scheduler subscribe(Daemon master, Media media, FrameworkInfo info)
      throws IOException, InterruptedException {
    URI api = master.uri("/api/v1/scheduler");
    Call.Builder call =
        Call.newBuilder()
            .setType(Call.Type.SUBSCRIBE)
            .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(info));
    if (info.hasId()) {
      call.setFrameworkId(info.getId());
    }
    HttpRequest request =
        HttpRequest.newBuilder(api)
            .headers("Content-Type", media.type, "Accept", media.type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(media.write(call.build())))
            .build();
    HttpResponse<InputStream> stream =
        Http.CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
    if (stream.statusCode() != 200) {
      throw new IOException("SUBSCRIBE: " + stream.statusCode());
    }
    return new Scheduler(api, media, stream);
  }

  static FrameworkInfo.Builder framework(String name) {
    return FrameworkInfo.newBuilder().setName(name).setUser(System.getProperty("user.name"));
  }

  FrameworkID id() {
    return id;
  }

  /** The longest time without a HEARTBEAT, up to now. */
  Duration longestSilence() {
    return Duration.ofNanos(
        Math.max(longestSilence.get(), System.nanoTime() - lastHeartbeat.get()));
  }

  HttpResponse<InputStream> answer() {
    return stream;
  }

  /** Makes a call and gives its status and text. */
  HttpResponse<String> call(Call.Builder call) throws IOException, InterruptedException {
    return Http.post(
        api,
        media.write(call.setFrameworkId(id).build()),
        "Content-Type",
        media.type,
        "Mesos-Stream-Id",
        stream.headers().firstValue("Mesos-Stream-Id").orElse(""));
  }

  /** Makes a call that must be accepted. */
  void tell(Call.Builder call) throws IOException, InterruptedException {
    HttpResponse<String> answer = call(call);
    if (answer.statusCode() != 202) {
      throw new IOException(call.getType() + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  /** Waits for the next event of a kind; events before it are put aside. */
  Event await(Predicate<Event> wanted) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Event event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw new IllegalStateException("Not seen in time; seen: " + seen);
      }
      seen.add(event);
      if (wanted.test(event)) {
        return event;
      }
    }
  }

  /** The next event, if one comes within this time. */
  Optional<Event> next(Duration within) throws InterruptedException {
    Optional<Event> event =
        Optional.ofNullable(events.poll(within.toMillis(), TimeUnit.MILLISECONDS));
    event.ifPresent(seen::add);
    return event;
  }

  /** Whether such an event comes within this time. */
  boolean comes(Predicate<Event> wanted, Duration within) throws InterruptedException {
    Event event = events.poll(within.toMillis(), TimeUnit.MILLISECONDS);
    while (event != null && !wanted.test(event)) {
      event = events.poll(within.toMillis(), TimeUnit.MILLISECONDS);
    }
    return event != null;
  }

  /** Waits for the next update of a task, and acknowledges it. */
  TaskStatus nextUpdate(String task) throws IOException, InterruptedException {
    TaskStatus status =
        await(e -> e.hasUpdate() && e.getUpdate().getStatus().getTaskId().getValue().equals(task))
            .getUpdate()
            .getStatus();
    if (status.hasUuid()) {
      tell(
          Call.newBuilder()
              .setType(Call.Type.ACKNOWLEDGE)
              .setAcknowledge(
                  Call.Acknowledge.newBuilder()
                      .setAgentId(status.getAgentId())
                      .setTaskId(status.getTaskId())
                      .setUuid(status.getUuid())));
    }
    return status;
  }

  /** Acknowledges updates of a task until it is in this state. */
  TaskStatus awaitState(String task, TaskState state) throws IOException, InterruptedException {
    TaskStatus status = nextUpdate(task);
    while (status.getState() != state) {
      if (!NOT_OVER.contains(status.getState())) {
        throw new IllegalStateException(state + " does not come any more: " + status);
      }
      status = nextUpdate(task);
    }
    return status;
  }

  @Override
  public void close() {
    try {
      stream.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readAll() {
    try (InputStream in = stream.body()) {
      for (byte[] record = record(in); record.length > 0; record = record(in)) {
        Event event = media.read(record);
        if (event.getType() == Event.Type.HEARTBEAT) {
          heartbeat(System.nanoTime());
        }
        events.add(event);
      }
    } catch (IOException e) {
      // The stream was closed by either side: whoever waits for an event waits in vain, and fails.
      events.clear();
    }
  }

  private void heartbeat(long now) {
    long before = lastHeartbeat.getAndSet(now);
    if (before != 0) {
      longestSilence.accumulateAndGet(now - before, Math::max);
    }
  }

  /** One record, or nothing at the end. */
  private static byte[] record(InputStream in) throws IOException {
    StringBuilder length = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return new byte[0];
      }
      length.append((char) c);
    }
    return in.readNBytes(Integer.parseInt(length.toString().strip()));
  }
}
