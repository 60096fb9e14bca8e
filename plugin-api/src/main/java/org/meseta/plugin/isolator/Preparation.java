package org.meseta.plugin.isolator;

import com.google.protobuf.ByteString;
import java.util.Map;

/**
 * What an isolator wants of the launch.
 *
 * @param environment variables to add to the command's environment; the framework's own win
 * @param state what the isolator must remember, with a version of its own; may be empty, at most 64
 *     KiB
 */
public record Preparation(Map<String, String> environment, ByteString state) {

  public Preparation {
    environment = Map.copyOf(environment);
  }

  /** Wants nothing. */
  public static Preparation none() {
    return new Preparation(Map.of(), ByteString.EMPTY);
  }
}
