package org.meseta.itests.benchmarks;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.recordio.RecordDecoder;
import org.meseta.protocol.recordio.RecordException;

/** A scheduler's stream of events: the answer to SUBSCRIBE, chunk by chunk. */
final class EventWire extends Wire {
  private static final Pattern STREAM_ID = Pattern.compile("(?i)\r\nMesos-Stream-Id: *(\\S+)");
  private static final int MAX_EVENT_BYTES = 64 << 20;

  private final byte[] request;
  private final Listener listener;
  private final RecordDecoder records = new RecordDecoder(MAX_EVENT_BYTES);
  private boolean begun;
  private int chunkLeft;

  /** Who gets the events. */
  interface Listener {
    void opened(String streamId);

    void event(byte[] record);

    void closed(String reason);
  }

  /**
   * @param headers with a line end after each
   */
  EventWire(URI master, String headers, byte[] subscribe, Listener listener) {
    byte[] head =
        ("POST /api/v1/scheduler HTTP/1.1\r\nHost: %s\r\n%sContent-Length: %d\r\n\r\n"
                .formatted(master.getAuthority(), headers, subscribe.length))
            .getBytes(StandardCharsets.US_ASCII);
    this.request =
        ByteBuffer.allocate(head.length + subscribe.length).put(head).put(subscribe).array();
    this.listener = listener;
  }

  @Override
  void connected() {
    out(request.length).put(request);
  }

  @Override
  void received(ByteBuffer bytes) {
    if (!begun && !begin(bytes)) {
      return;
    }
    try {
      while (bytes.hasRemaining() && (chunkLeft > 0 || chunk(bytes))) {
        int count = Math.min(chunkLeft, bytes.remaining());
        records.decode(bytes.slice(bytes.position(), count), listener::event);
        bytes.position(bytes.position() + count);
        chunkLeft -= count;
      }
    } catch (RecordException e) {
      broken(e.toString());
    }
  }

  private boolean begin(ByteBuffer bytes) {
    String head = head(bytes);
    if (head == null) {
      return false;
    }
    Matcher id = STREAM_ID.matcher(head);
    if (!head.startsWith("HTTP/1.1 200") || !id.find()) {
      broken(head + StandardCharsets.UTF_8.decode(bytes));
      return false;
    }
    begun = true;
    listener.opened(id.group(1));
    return true;
  }

  /** Takes the line with the length of the next chunk, if it is whole. */
  private boolean chunk(ByteBuffer bytes) {
    int start = bytes.position();
    String line = line(bytes);
    if (line != null && line.isEmpty()) {
      line = line(bytes); // the end of the chunk before
    }
    if (line == null) {
      bytes.position(start);
      return false;
    }
    chunkLeft = Integer.parseInt(line, 16);
    return chunkLeft > 0;
  }

  private static @Nullable String line(ByteBuffer bytes) {
    StringBuilder line = new StringBuilder();
    while (bytes.hasRemaining()) {
      char next = (char) bytes.get();
      if (next == '\n') {
        return line.toString().strip();
      }
      line.append(next);
    }
    return null;
  }

  @Override
  void ended(String reason) {
    listener.closed(reason);
  }
}
