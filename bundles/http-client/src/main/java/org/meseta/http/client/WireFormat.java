package org.meseta.http.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import org.meseta.protocol.json.JsonException;
import org.meseta.protocol.json.ProtoJson;

/** How messages look on the wire. */
public enum WireFormat {
  /** For people. */
  JSON("application/json") {
    @Override
    public byte[] write(Message message) {
      return ProtoJson.bytes(message);
    }

    @Override
    public <M extends Message> M read(byte[] bytes, M type) {
      try {
        return ProtoJson.read(bytes, type);
      } catch (JsonException e) {
        throw new WebException("Not a message in JSON: " + e.getMessage());
      }
    }
  },

  /** For programs. */
  PROTOBUF("application/x-protobuf") {
    @Override
    public byte[] write(Message message) {
      return message.toByteArray();
    }

    @Override
    @SuppressWarnings("unchecked") // a parser makes messages of its own type
    public <M extends Message> M read(byte[] bytes, M type) {
      try {
        return (M) type.getParserForType().parseFrom(bytes);
      } catch (InvalidProtocolBufferException e) {
        throw new WebException("Not a message in protobuf: " + e.getMessage());
      }
    }
  };

  private final String mediaType;

  WireFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** For the headers {@code Content-Type} and {@code Accept}. */
  public String mediaType() {
    return mediaType;
  }

  /** The message as bytes. */
  public abstract byte[] write(Message message);

  /**
   * The message that the bytes hold.
   *
   * @param type any instance of its type
   * @throws WebException if they hold none
   */
  public abstract <M extends Message> M read(byte[] bytes, M type);
}
