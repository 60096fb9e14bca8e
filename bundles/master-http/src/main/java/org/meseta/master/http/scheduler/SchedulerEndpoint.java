package org.meseta.master.http.scheduler;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meseta.http.api.ApiDialect;
import org.meseta.http.api.MediaType;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.EventStream;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;
import org.meseta.master.api.Master;
import org.meseta.master.http.answers.Outcomes;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.scheduler.Call;

/**
 * {@code /api/v1/scheduler}. SUBSCRIBE is answered with a stream at once; whether the framework may
 * subscribe is decided by the master, which says no by an ERROR event.
 */
public final class SchedulerEndpoint implements HttpHandler {
  private static final ApiDialect<Call> DIALECT =
      new ApiDialect<>("scheduler::Call", Call.getDefaultInstance(), false);
  private static final String STREAM_ID = "Mesos-Stream-Id";

  /** Offers of ten thousand agents go out as one event. */
  private static final int MAX_BACKLOG_BYTES = 32 << 20;

  private final Master master;
  private final Supplier<UUID> ids;

  /**
   * @param ids makes the ids of streams
   */
  public SchedulerEndpoint(Master master, Supplier<UUID> ids) {
    this.master = master;
    this.ids = ids;
  }

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request) {
    Call call = DIALECT.read(request);
    SchedulerRules.broken(call, request.principal())
        .ifPresent(
            why -> {
              throw DIALECT.invalid(why);
            });
    return switch (call.getType()) {
      case SUBSCRIBE -> Refusal.done(subscribe(request, call));
      case UNKNOWN -> throw Refusal.plain(501);
      default -> other(request, call);
    };
  }

  private HttpAnswer subscribe(HttpRequest request, Call call) {
    MediaType type = DIALECT.accepted(request);
    if (request.header(STREAM_ID).isPresent()) {
      throw Refusal.badRequest("Subscribe calls should not include the 'Mesos-Stream-Id' header");
    }
    String id = ids.get().toString();
    return new HttpAnswer.Stream(
        Map.of("Content-Type", type.text(), STREAM_ID, id),
        MAX_BACKLOG_BYTES,
        new Subscription(new Wish(request.principal(), call), id, type));
  }

  private CompletionStage<HttpAnswer> other(HttpRequest request, Call call) {
    if (call.getType() == Call.Type.RECONCILE_OPERATIONS) {
      DIALECT.accepted(request);
    }
    int status = call.getType() == Call.Type.UPDATE_FRAMEWORK ? 200 : 202;
    return master
        .call(request.principal(), request.header(STREAM_ID).orElse(""), call)
        .thenApply(outcome -> Outcomes.answer(outcome, status));
  }

  /** Somebody who wants to subscribe; the request itself is not kept. */
  private record Wish(Principal principal, Call call) {}

  /** Waits for the stream to open, then hands it to the master. */
  private final class Subscription implements HttpAnswer.StreamListener {
    private final String id;
    private final MediaType type;
    private @Nullable Wish wish; // only until it is granted: the stream may last for months
    private volatile @Nullable EncodedStream stream;

    Subscription(Wish wish, String id, MediaType type) {
      this.wish = wish;
      this.id = id;
      this.type = type;
    }

    @Override
    public void opened(EventStream opened) {
      EncodedStream encoded = new EncodedStream(id, type, opened);
      stream = encoded;
      Wish granted = Objects.requireNonNull(wish);
      wish = null;
      master.subscribe(granted.principal(), granted.call(), encoded);
    }

    @Override
    public void closed(String reason) {
      EncodedStream encoded = stream;
      if (encoded != null) {
        master.unsubscribed(encoded);
      }
    }
  }
}
