package org.meseta.http.client;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.recordio.RecordDecoder;
import org.meseta.protocol.recordio.RecordException;

/**
 * Hands on the records of an endless body as they come, and reads on only when they have been
 * heard. The exchange counts as answered when the headers are there.
 */
final class EventBody implements BodySubscriber<byte[]> {
  private final RecordDecoder decoder;
  private final Executor order;
  private final Consumer<byte[]> records;
  private final Consumer<String> end;
  private Flow.@Nullable Subscription subscription;
  private boolean cancelled;

  /**
   * @param order where the consumers are called
   * @param end told why there will be no more records
   */
  EventBody(int maxRecord, Executor order, Consumer<byte[]> records, Consumer<String> end) {
    this.decoder = new RecordDecoder(maxRecord);
    this.order = order;
    this.records = records;
    this.end = end;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return CompletableFuture.completedFuture(new byte[0]);
  }

  @Override
  public void onSubscribe(Flow.Subscription granted) {
    if (adopted(granted)) {
      granted.request(1);
    } else {
      granted.cancel();
    }
  }

  private synchronized boolean adopted(Flow.Subscription granted) {
    subscription = granted;
    return !cancelled;
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    order.execute(
        () -> {
          try {
            for (ByteBuffer part : parts) {
              decoder.decode(part, records);
            }
            more();
          } catch (RecordException | WebException e) {
            cancel();
            end.accept(String.valueOf(e.getMessage()));
          }
        });
  }

  private synchronized void more() {
    if (subscription != null && !cancelled) {
      subscription.request(1);
    }
  }

  /** Closes the connection; nothing is told any more except what is on its way. */
  void cancel() {
    Flow.Subscription granted;
    synchronized (this) {
      cancelled = true;
      granted = subscription;
    }
    if (granted != null) {
      granted.cancel();
    }
  }

  @Override
  public void onError(Throwable failure) {
    String why = Failures.text(failure);
    order.execute(() -> end.accept(why));
  }

  @Override
  public void onComplete() {
    order.execute(() -> end.accept("the master ended the stream"));
  }
}
