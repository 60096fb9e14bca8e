package org.meseta.http.api;

import com.google.protobuf.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Events as they go out on a stream: a decimal length, a line feed, the event. */
public final class EventRecord {
  private EventRecord() {}

  /** One event, framed. */
  public static ByteBuffer of(MediaType type, Message event) {
    byte[] body = ApiDialect.encode(type, event);
    byte[] head = (body.length + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip();
  }
}
