package org.meseta.http.server.jetty;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.CountingCallback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.meseta.http.server.HttpAnswer;
import org.meseta.plugin.Timers;
import org.meseta.runtime.MessageChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel over a WebSocket. Jetty bounds neither what is queued nor what is joined from
 * fragments; both are counted here. Nothing is read before the listener has had what came before.
 */
final class WebSocketChannel implements FrameHandler, MessageChannel {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketChannel.class);
  private static final Duration FAREWELL = Duration.ofSeconds(5);
  private static final int MAX_REASON_CHARS = 40; // at most 123 bytes in UTF-8

  private final HttpAnswer.Channel channel;
  private final Timers timers;
  private final Executor pool;
  private final Frames frames;
  private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private @Nullable ByteArrayOutputStream parts;
  private volatile @Nullable CoreSession session;

  WebSocketChannel(HttpAnswer.Channel channel, Timers timers, Executor pool) {
    this.channel = channel;
    this.timers = timers;
    this.pool = pool;
    this.frames = new Frames(channel.maxQueueBytes(), pool);
  }

  @Override
  public void onOpen(CoreSession opened, Callback callback) {
    session = opened;
    opened.setIdleTimeout(Duration.ZERO);
    opened.setMaxFrameSize(channel.maxMessageBytes());
    opened.setMaxBinaryMessageSize(channel.maxMessageBytes());
    deliver(() -> channel.listener().opened(this));
    callback.succeeded();
    opened.demand();
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    if (frame.getOpCode() == OpCode.PING) {
      ByteBuffer echo = copy(frame);
      callback.succeeded();
      answer(echo);
      return;
    }
    boolean more = accept(frame);
    callback.succeeded();
    if (more) {
      open().demand();
    }
  }

  /** Reads on when the pong is out: who pings and does not read gets no further. */
  private void answer(ByteBuffer echo) {
    Callback sent = Callback.from(() -> open().demand(), failure -> {});
    open().sendFrame(new Frame(OpCode.PONG, echo), sent, false);
  }

  @Override
  public void onError(Throwable error, Callback callback) {
    reason.compareAndSet(null, "broken: " + error);
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    frames.discard();
    ended(status.getReason() == null ? "closed " + status.getCode() : status.getReason());
    frames.close();
    callback.succeeded();
  }

  @Override
  public boolean send(ByteBuffer message) {
    Outbox.Offer offer = frames.offer(message);
    if (offer == Outbox.Offer.FULL) {
      frames.discard();
      pool.execute(() -> drop("backlog")); // the listener is not called within this call
    }
    return offer == Outbox.Offer.TAKEN;
  }

  @Override
  public void close(String why) {
    reason.compareAndSet(null, why);
    frames.finish();
    timers.schedule(FAREWELL, this::abort);
  }

  @Override
  public void abort() {
    drop("aborted");
  }

  @Override
  public String peer() {
    return String.valueOf(open().getRemoteAddress()).replaceFirst("^[^/]*/", "");
  }

  private void drop(String why) {
    reason.compareAndSet(null, why);
    frames.discard();
    open().abort();
  }

  /** Whether to go on reading. */
  private boolean accept(Frame frame) {
    switch (frame.getOpCode()) {
      case OpCode.BINARY, OpCode.CONTINUATION -> {
        return join(frame);
      }
      case OpCode.PONG -> {
        return true;
      }
      case OpCode.CLOSE -> {
        return false; // the session answers it
      }
      default -> {
        refuse(CloseStatus.BAD_DATA, "text is not understood");
        return false;
      }
    }
  }

  private boolean join(Frame frame) {
    if (frame.isFin() && parts == null) {
      received(copy(frame));
      return true;
    }
    ByteArrayOutputStream joined = parts == null ? new ByteArrayOutputStream() : parts;
    if (frame.getPayloadLength() > channel.maxMessageBytes() - joined.size()) {
      parts = null;
      refuse(CloseStatus.MESSAGE_TOO_LARGE, "message over " + channel.maxMessageBytes());
      return false;
    }
    joined.writeBytes(copy(frame).array());
    parts = frame.isFin() ? null : joined;
    if (frame.isFin()) {
      received(ByteBuffer.wrap(joined.toByteArray()));
    }
    return true;
  }

  private void received(ByteBuffer message) {
    deliver(() -> channel.listener().received(message));
  }

  private void refuse(int code, String why) {
    reason.compareAndSet(null, why);
    frames.discard();
    open().close(code, why, Callback.NOOP);
    timers.schedule(FAREWELL, this::abort);
  }

  private void ended(String otherwise) {
    if (over.compareAndSet(false, true)) {
      String why = reason.get();
      deliver(() -> channel.listener().closed(why == null ? otherwise : why));
    }
  }

  private void deliver(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      LOG.error("The listener of the channel from {} failed", peer(), e);
      drop("failed");
    }
  }

  private CoreSession open() {
    CoreSession opened = session;
    if (opened == null) {
      throw new IllegalStateException("the channel is not open yet");
    }
    return opened;
  }

  private static ByteBuffer copy(Frame frame) {
    byte[] bytes = new byte[frame.getPayloadLength()];
    if (bytes.length > 0) {
      frame.getPayload().get(bytes);
    }
    return ByteBuffer.wrap(bytes);
  }

  /** Writes messages, each in a frame. */
  private final class Frames extends Outbox {
    Frames(int maxBytes, Executor pool) {
      super(maxBytes, pool);
    }

    @Override
    void write(List<ByteBuffer> messages) {
      Callback all = new CountingCallback(this, messages.size());
      int left = messages.size();
      for (ByteBuffer message : messages) {
        left--;
        open().sendFrame(new Frame(OpCode.BINARY, message), all, left > 0);
      }
    }

    @Override
    void writeEnd() {
      String why = String.valueOf(reason.get());
      String text = why.length() > MAX_REASON_CHARS ? why.substring(0, MAX_REASON_CHARS) : why;
      open().close(CloseStatus.NORMAL, text, this);
    }

    @Override
    protected void onCompleteFailure(Throwable error) {
      reason.compareAndSet(null, "broken: " + error);
      open().abort();
    }
  }
}
