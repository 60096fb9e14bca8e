package org.meseta.http.api;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpRequest;
import org.meseta.protocol.json.JsonException;
import org.meseta.protocol.json.ProtoJson;

/**
 * One of the v1 APIs: its calls and the words in which it refuses them.
 *
 * @param name of its call, for messages, for example {@code scheduler::Call}
 * @param prototype the empty call
 * @param recordio whether it names RecordIO among the media types it knows, as an agent's does
 */
public record ApiDialect<C extends Message>(String name, C prototype, boolean recordio) {

  /**
   * The call of a request. Checks in Mesos's order: the method is POST, there is a content type,
   * the body can be read, the content type is one we know.
   *
   * @throws Refusal 405, 400 or 415
   */
  public C read(HttpRequest request) {
    if (!request.method().equals("POST")) {
      throw Refusal.methodNotAllowed("POST", request.method());
    }
    String contentType =
        request
            .header("Content-Type")
            .filter(type -> !type.isEmpty())
            .orElseThrow(() -> Refusal.badRequest("Expecting 'Content-Type' to be present"));
    MediaType type = MediaType.ofContentType(contentType).orElseThrow(this::unsupported);
    return type == MediaType.JSON ? fromJson(request.body()) : fromProtobuf(request.body());
  }

  /** The form of the answer. */
  public MediaType accepted(HttpRequest request) {
    return Accept.choose(request).orElseThrow(this::notAcceptable);
  }

  /**
   * Refuses a call without a type, or without the field that its type gives its name to.
   *
   * @param free names of such fields that need not be there
   * @throws Refusal 400
   */
  public void requireForm(C call, Set<String> free) {
    FieldDescriptor type = prototype.getDescriptorForType().findFieldByName("type");
    if (!call.hasField(type)) {
      throw invalid("Expecting 'type' to be present");
    }
    EnumValueDescriptor value = (EnumValueDescriptor) call.getField(type);
    String name = value.getName().toLowerCase(Locale.ROOT);
    FieldDescriptor body = prototype.getDescriptorForType().findFieldByName(name);
    if (body != null && !free.contains(name) && !call.hasField(body)) {
      throw invalid("Expecting '" + name + "' to be present");
    }
  }

  /** A call that breaks a rule of its type. */
  public Refusal invalid(String why) {
    return Refusal.badRequest("Failed to validate " + name + ": " + why);
  }

  /** A message as the body of an answer. */
  public static HttpAnswer answer(MediaType type, Message message) {
    return HttpAnswer.bytes(200, type.text(), encode(type, message));
  }

  /** A message that may be large: made and written later, at the pace of the reader. */
  public static HttpAnswer written(MediaType type, Supplier<? extends Message> message) {
    return new HttpAnswer.Written(
        200,
        Map.of("Content-Type", type.text()),
        out -> {
          if (type == MediaType.JSON) {
            ProtoJson.write(message.get(), out);
          } else {
            message.get().writeTo(out);
          }
        });
  }

  /** A message as bytes. */
  public static byte[] encode(MediaType type, Message message) {
    return type == MediaType.JSON ? ProtoJson.bytes(message) : message.toByteArray();
  }

  private C fromJson(byte[] body) {
    try {
      return ProtoJson.read(body, prototype);
    } catch (JsonException e) {
      String what =
          e.kind() == JsonException.Kind.SYNTAX
              ? "Failed to parse body into JSON: "
              : "Failed to convert JSON into Call protobuf: ";
      throw Refusal.badRequest(what + e.getMessage());
    }
  }

  @SuppressWarnings("unchecked") // a prototype's parser makes its own kind
  private C fromProtobuf(byte[] body) {
    try {
      return (C) prototype.getParserForType().parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw Refusal.badRequest("Failed to parse body into Call protobuf");
    }
  }

  private Refusal unsupported() {
    return Refusal.of(415, "Expecting 'Content-Type' of " + plainTypes());
  }

  private Refusal notAcceptable() {
    String types = recordio ? plainTypes() : "'application/x-protobuf' or 'application/json'";
    return Refusal.of(406, "Expecting 'Accept' to allow " + types);
  }

  private String plainTypes() {
    Optional<String> more = recordio ? Optional.of(" or application/recordio") : Optional.empty();
    return "application/json or application/x-protobuf" + more.orElse("");
  }
}
