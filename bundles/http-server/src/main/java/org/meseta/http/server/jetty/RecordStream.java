package org.meseta.http.server.jetty;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.meseta.http.server.EventStream;
import org.meseta.http.server.HttpAnswer;
import org.meseta.plugin.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An endless chunked body on a connection that was taken from Jetty. Each record goes out as a
 * whole chunk with its end, and a client that goes away is noticed at once, because the connection
 * is always being read.
 */
final class RecordStream implements EventStream {
  private static final Logger LOG = LoggerFactory.getLogger(RecordStream.class);
  private static final ByteBuffer CRLF = ascii("\r\n");
  private static final ByteBuffer LAST_CHUNK = ascii("0\r\n\r\n");
  private static final int READ_BYTES = 512;

  /** A client has nothing to say on a stream; a little is forgiven. */
  private static final int MAX_UNASKED_BYTES = 4096;

  /** So long a client may take to read what was sent before the end. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final EndPoint endPoint;
  private final Timers timers;
  private final Executor pool;
  private final HttpAnswer.StreamListener listener;
  private final Chunks chunks;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private int unasked;

  private RecordStream(EndPoint endPoint, Host host, HttpAnswer.Stream stream) {
    this.endPoint = endPoint;
    this.timers = host.timers();
    this.pool = host.pool();
    this.listener = stream.listener();
    this.chunks = new Chunks(stream.maxQueueBytes(), host.pool());
  }

  /** Takes over the connection of a request whose headers of the answer are out. */
  static void open(Request request, Host host, HttpAnswer.Stream stream) {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    endPoint.setIdleTimeout(0);
    RecordStream opened = new RecordStream(endPoint, host, stream);
    try {
      stream.listener().opened(opened);
    } catch (RuntimeException e) {
      LOG.error("The listener of a stream failed to open it", e);
      opened.end("failed");
    }
    opened.watch();
  }

  @Override
  public boolean send(ByteBuffer record) {
    Outbox.Offer offer = chunks.offer(record);
    if (offer == Outbox.Offer.FULL) {
      chunks.discard();
      pool.execute(() -> end("backlog")); // the listener is not called within this call
    }
    return offer == Outbox.Offer.TAKEN;
  }

  @Override
  public void close() {
    if (closing.compareAndSet(false, true) && !over.get()) {
      timers.schedule(FAREWELL, () -> pool.execute(() -> end("closed, and not read to the end")));
      chunks.finish();
    }
  }

  private void watch() {
    if (!over.get()) {
      endPoint.fillInterested(Callback.from(this::read, this::failed));
      if (!endPoint.isOpen()) {
        end("broken: closed"); // it may have been closed before it was watched
      }
    }
  }

  private void read() {
    ByteBuffer buffer = BufferUtil.allocate(READ_BYTES);
    try {
      int count = endPoint.fill(buffer);
      while (count > 0 && unasked <= MAX_UNASKED_BYTES) {
        unasked += count;
        BufferUtil.clear(buffer);
        count = endPoint.fill(buffer);
      }
      if (count < 0) {
        end("client closed");
      } else if (count > 0) {
        end("client sent data");
      } else {
        watch();
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private void failed(Throwable error) {
    end(error instanceof EOFException ? "client closed" : "broken: " + error);
  }

  private void end(String reason) {
    if (over.compareAndSet(false, true)) {
      chunks.discard();
      chunks.close();
      endPoint.close();
      try {
        listener.closed(reason);
      } catch (RuntimeException e) {
        LOG.error("The listener of a stream failed to close it", e);
      }
    }
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();
  }

  /** Writes records as chunks. */
  private final class Chunks extends Outbox {
    Chunks(int maxBytes, Executor pool) {
      super(maxBytes, pool);
    }

    @Override
    void write(List<ByteBuffer> records) {
      ByteBuffer[] parts = new ByteBuffer[records.size() * 3];
      int i = 0;
      for (ByteBuffer record : records) {
        parts[i++] = ascii(Integer.toHexString(record.remaining()) + "\r\n");
        parts[i++] = record;
        parts[i++] = CRLF.duplicate();
      }
      endPoint.write(this, parts);
    }

    @Override
    void writeEnd() {
      endPoint.write(this, LAST_CHUNK.duplicate());
    }

    @Override
    protected void onCompleteSuccess() {
      end("closed");
    }

    @Override
    protected void onCompleteFailure(Throwable error) {
      failed(error);
    }
  }
}
