package org.meseta.http.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.meseta.runtime.MessageChannel;

/**
 * What a request is answered with.
 *
 * <p>{@link Whole}: a status and some bytes. {@link Written}: a large body, written as it is made,
 * on a thread that may block. {@link Copied}: bytes of a file, or a part of them if the client asks
 * for a part. {@link Stream}: an endless body, fed by events. {@link Channel}: the connection
 * becomes a {@link MessageChannel} (WebSocket).
 */
public sealed interface HttpAnswer {

  /** Plain text, {@code text/plain; charset=utf-8}. */
  static HttpAnswer text(int status, String text) {
    return new Whole(
        status,
        Map.of("Content-Type", "text/plain; charset=utf-8"),
        text.getBytes(StandardCharsets.UTF_8));
  }

  /** No body. */
  static HttpAnswer empty(int status) {
    return new Whole(status, Map.of(), new byte[0]);
  }

  /** Bytes of a media type. */
  static HttpAnswer bytes(int status, String contentType, byte[] body) {
    return new Whole(status, Map.of("Content-Type", contentType), body);
  }

  /** This answer with one more header. Only for answers that have headers. */
  default HttpAnswer with(String header, String value) {
    if (this instanceof Whole w) {
      return new Whole(w.status, plus(w.headers, header, value), w.body);
    }
    if (this instanceof Written w) {
      return new Written(w.status, plus(w.headers, header, value), w.writer);
    }
    if (this instanceof Copied c) {
      return new Copied(plus(c.headers, header, value), c.size, c.opener);
    }
    if (this instanceof Stream s) {
      return new Stream(plus(s.headers, header, value), s.maxQueueBytes, s.listener);
    }
    throw new IllegalStateException("a channel has no headers");
  }

  private static Map<String, String> plus(Map<String, String> headers, String name, String value) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.put(name, value);
    return Map.copyOf(all);
  }

  /** A status and bytes, compressed if they are many and the client can read that. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Whole(int status, Map<String, String> headers, byte[] body) implements HttpAnswer {}

  /**
   * A large body, written as it is made; compressed if the client can read that and the headers say
   * neither {@code Content-Length} nor {@code Content-Encoding}.
   */
  record Written(int status, Map<String, String> headers, BodyWriter writer)
      implements HttpAnswer {}

  /**
   * Bytes of a file, copied at the pace of the reader: the whole with status 200, or the part that
   * the client asks for with 206.
   *
   * @param size in bytes; so many must be there
   */
  record Copied(Map<String, String> headers, long size, Opener opener) implements HttpAnswer {}

  /**
   * Status 200, chunked, without end; one chunk a record.
   *
   * @param maxQueueBytes as {@link EventStream#send} says
   */
  record Stream(Map<String, String> headers, int maxQueueBytes, StreamListener listener)
      implements HttpAnswer {

    /** Queues up to 1 MiB. */
    public Stream(Map<String, String> headers, StreamListener listener) {
      this(headers, 1 << 20, listener);
    }
  }

  /**
   * The connection becomes a channel, if the client asked for that; else 426.
   *
   * @param protocol the subprotocol that the client must offer
   * @param maxMessageBytes a longer message from the other side closes the channel
   * @param maxQueueBytes as {@link MessageChannel#send} says
   */
  record Channel(
      String protocol, int maxMessageBytes, int maxQueueBytes, MessageChannel.Listener listener)
      implements HttpAnswer {}

  /** Writes a body. */
  @FunctionalInterface
  interface BodyWriter {
    /**
     * Called once, on a thread that may block. What is written goes out at the pace of the reader,
     * which this hardly ever has to wait for.
     *
     * @param out fails with {@link IOException} when the reader is gone; need not be closed
     */
    void write(OutputStream out) throws IOException;
  }

  /** Opens a file. */
  @FunctionalInterface
  interface Opener {
    /**
     * Called at most once, on a thread that may block.
     *
     * @return read in order, on threads that may block, and closed in the end
     */
    SeekableByteChannel open() throws IOException;
  }

  /** Gets hold of a stream that was opened for it. */
  interface StreamListener {

    /**
     * The headers are out; records may be sent, from any thread, also within this call. Does not
     * come if the client went away before.
     */
    void opened(EventStream stream);

    /** The stream is over, by whichever side. Comes once, after {@code opened}. */
    void closed(String reason);
  }
}
