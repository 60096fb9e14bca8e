package org.meseta.http.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/**
 * A framework's subscription at a master, by the v1 scheduler API: one stream of events, and calls
 * that the master gets in the order in which they are made. It ends when the stream does; whoever
 * wants to go on subscribes anew. Usable from any thread; nothing here blocks.
 */
public final class SchedulerConnection {
  private static final String STREAM_ID = "Mesos-Stream-Id";
  private static final int MAX_EVENT_BYTES = 64 << 20;
  private static final int MAX_ERROR_BYTES = 64 << 10;
  private static final int MAX_REDIRECTS = 3;

  /** Until the master has said how often its heart beats. */
  private static final Duration FIRST_INTERVAL = Duration.ofSeconds(15);

  private final WebClient client;
  private final SchedulerOptions options;
  private final Listener listener;
  private final InOrder order = new InOrder();
  private final CallQueue calls = new CallQueue();
  private final HeartbeatWatch watch;

  private URI address;
  private String streamId = "";
  private FrameworkID frameworkId = FrameworkID.getDefaultInstance();
  private @Nullable EventBody body;
  private boolean closed;

  private SchedulerConnection(
      WebClient client, URI master, SchedulerOptions options, Listener listener) {
    this.client = client;
    this.address = master.resolve("/api/v1/scheduler");
    this.options = options;
    this.listener = listener;
    this.watch = new HeartbeatWatch(client.timers(), options.heartbeats(), this::silent);
  }

  /** Hears what the master says. Calls come one at a time and in order, on any thread. */
  public interface Listener {

    /** An event, {@code SUBSCRIBED} first; heartbeats too. */
    void event(Event event);

    /**
     * It is over. Comes last and once.
     *
     * @param why with the status if the master refused the subscription
     */
    void closed(WebException why);
  }

  /**
   * Subscribes. Returns at once. A master that does not lead sends us to the one that does.
   *
   * @param master see {@link MasterAddress#parse}
   * @param subscribe with an id in its framework info: that framework
   */
  public static SchedulerConnection subscribe(
      WebClient client,
      URI master,
      Call.Subscribe subscribe,
      SchedulerOptions options,
      Listener listener) {
    SchedulerConnection connection = new SchedulerConnection(client, master, options, listener);
    Call.Builder call = Call.newBuilder().setType(Call.Type.SUBSCRIBE).setSubscribe(subscribe);
    if (subscribe.getFrameworkInfo().hasId()) {
      call.setFrameworkId(subscribe.getFrameworkInfo().getId());
    }
    connection.dial(options.format().write(call.build()), 0);
    return connection;
  }

  /**
   * Makes a call; its framework id is filled in.
   *
   * @return completes when the master has accepted it; fails with {@link WebException}, which has
   *     the status and says what the master said
   */
  public CompletionStage<@Nullable Void> call(Call.Builder call) {
    Call whole = call.setFrameworkId(frameworkId()).build();
    return calls.add(() -> post(whole));
  }

  /** The id that the master gave; empty before {@code SUBSCRIBED}. */
  public synchronized FrameworkID frameworkId() {
    return frameworkId;
  }

  /** The master that we ended up at, as {@code host:port}. */
  public synchronized String master() {
    return address.getAuthority();
  }

  /** Ends the stream. The master gives the framework its failover timeout to come back. */
  public void close() {
    end(new WebException("closed"));
  }

  private void dial(byte[] subscribe, int redirects) {
    URI to = address();
    HttpRequest request =
        WebClient.request(to, headers(""))
            .timeout(options.timeout())
            .POST(BodyPublishers.ofByteArray(subscribe))
            .build();
    Later.then(
        client.http().sendAsync(request, this::receiver),
        (response, failure) -> {
          if (response == null) {
            end(new WebException(to.getAuthority() + ": " + reason(failure)));
          } else if (response.statusCode() != 200) {
            redirectOrEnd(response, subscribe, redirects);
          }
        });
  }

  private static String reason(@Nullable Throwable failure) {
    return failure == null ? "no answer" : Failures.text(failure);
  }

  private BodySubscriber<byte[]> receiver(HttpResponse.ResponseInfo info) {
    if (info.statusCode() != 200) {
      return new BoundedBody(MAX_ERROR_BYTES);
    }
    EventBody events =
        new EventBody(MAX_EVENT_BYTES, order, this::record, why -> end(new WebException(why)));
    if (!started(events, info.headers().firstValue(STREAM_ID).orElse(""))) {
      events.cancel();
    }
    return events;
  }

  private synchronized boolean started(EventBody events, String stream) {
    body = events;
    streamId = stream;
    watch.start(FIRST_INTERVAL);
    return !closed;
  }

  private void redirectOrEnd(HttpResponse<byte[]> response, byte[] subscribe, int redirects) {
    String location = response.headers().firstValue("Location").orElse("");
    if (response.statusCode() == 307 && !location.isEmpty() && redirects < MAX_REDIRECTS) {
      moveTo(location);
      dial(subscribe, redirects + 1);
    } else {
      String text = new String(response.body(), StandardCharsets.UTF_8);
      end(refusal("SUBSCRIBE", response.statusCode(), text));
    }
  }

  /** A location without a path means the same path there. */
  private synchronized void moveTo(String location) {
    URI there = address.resolve(location);
    address = there.getPath().isEmpty() ? there.resolve(address.getPath()) : there;
  }

  private synchronized URI address() {
    return address;
  }

  private void record(byte[] bytes) {
    Event event = options.format().read(bytes, Event.getDefaultInstance());
    note(event);
    if (isOpen()) {
      listener.event(event);
    }
  }

  private void note(Event event) {
    watch.heard();
    if (event.hasSubscribed()) {
      Event.Subscribed subscribed = event.getSubscribed();
      adopt(subscribed.getFrameworkId());
      double seconds = subscribed.getHeartbeatIntervalSeconds();
      watch.start(seconds > 0 ? Duration.ofMillis((long) (seconds * 1000)) : FIRST_INTERVAL);
    }
  }

  private synchronized void adopt(FrameworkID id) {
    frameworkId = id;
  }

  private void silent(Duration silence) {
    end(new WebException(master() + ": no heartbeat for " + silence.toMillis() / 1000.0 + " s"));
  }

  private synchronized boolean isOpen() {
    return !closed;
  }

  private void end(WebException why) {
    EventBody events;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      events = body;
    }
    watch.stop();
    if (events != null) {
      events.cancel();
    }
    order.execute(() -> listener.closed(why));
  }

  private CompletionStage<Void> post(Call call) {
    if (!isOpen()) {
      return CompletableFuture.failedFuture(
          new WebException(call.getType() + ": the connection is closed"));
    }
    return client
        .post(
            address(),
            headers(stream()),
            options.format().write(call),
            new WebClient.Bounds(options.timeout(), MAX_ERROR_BYTES))
        .thenAccept(
            answer -> {
              if (!answer.isSuccess()) {
                throw refusal(call.getType().name(), answer.status(), answer.text());
              }
            });
  }

  private synchronized String stream() {
    return streamId;
  }

  private Map<String, String> headers(String stream) {
    Map<String, String> headers = new HashMap<>(options.headers());
    headers.put("Content-Type", options.format().mediaType());
    headers.put("Accept", options.format().mediaType());
    if (!stream.isEmpty()) {
      headers.put(STREAM_ID, stream);
    }
    return headers;
  }

  private static WebException refusal(String call, int status, String body) {
    String text = body.strip();
    return new WebException(
        status, call + " refused with " + status + (text.isEmpty() ? "" : ": " + text));
  }
}
