package org.meseta.http.api;

import java.util.Optional;

/** The two forms in which calls, answers and events of the v1 APIs travel. */
public enum MediaType {
  /** UTF-8 JSON, Mesos's mapping. */
  JSON("application/json"),
  /** Binary protobuf. */
  PROTOBUF("application/x-protobuf");

  private final String text;

  MediaType(String text) {
    this.text = text;
  }

  /** As in a header, without parameters: some clients compare it letter by letter. */
  public String text() {
    return text;
  }

  /** The type of a {@code Content-Type} header: exact, since Mesos takes no parameters. */
  static Optional<MediaType> ofContentType(String header) {
    for (MediaType type : values()) {
      if (type.text.equals(header)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
