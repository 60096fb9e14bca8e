package org.meseta.protocol.recordio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Payloads to records. */
public final class RecordEncoder {
  private RecordEncoder() {}

  /**
   * One record in a buffer of its own, ready to be read.
   *
   * @param payload copied; any length
   */
  public static ByteBuffer encode(byte[] payload) {
    byte[] length = (payload.length + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(length.length + payload.length).put(length).put(payload).flip();
  }
}
