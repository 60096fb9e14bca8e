package org.meseta.master.registry;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One repeated field of the registry's contents: messages by their key, as bytes, since the master
 * has them as objects already.
 */
final class Shelf {
  private final int field;
  private final Map<String, ByteString> messages = new LinkedHashMap<>();
  private long size;

  /**
   * @param field its number in {@code Contents}
   */
  Shelf(int field) {
    this.field = field;
  }

  void put(String key, MessageLite message) {
    put(key, message.toByteString());
  }

  void put(String key, ByteString bytes) {
    size += cost(bytes);
    taken(messages.put(key, bytes));
  }

  void remove(String key) {
    taken(messages.remove(key));
  }

  private void taken(@org.jspecify.annotations.Nullable ByteString bytes) {
    size -= bytes == null ? 0 : cost(bytes);
  }

  private int cost(ByteString bytes) {
    return CodedOutputStream.computeBytesSize(field, bytes);
  }

  /** How many bytes {@link #write} writes. */
  long size() {
    return size;
  }

  Collection<ByteString> messages() {
    return messages.values();
  }

  void write(CodedOutputStream out) throws IOException {
    for (ByteString message : messages.values()) {
      out.writeBytes(field, message);
    }
  }
}
