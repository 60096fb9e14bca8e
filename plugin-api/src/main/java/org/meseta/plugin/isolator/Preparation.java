package org.meseta.plugin.isolator;

import java.util.Map;

/**
 * What an isolator wants of the launch.
 *
 * @param environment variables to add to the command's environment; the framework's own win
 * @param state what the isolator must remember, with a version of its own; may be empty, at most 64
 *     KiB
 */
public record Preparation(Map<String, String> environment, byte[] state) {

  public Preparation {
    environment = Map.copyOf(environment);
    state = state.clone();
  }

  /** Wants nothing. */
  public static Preparation none() {
    return new Preparation(Map.of(), new byte[0]);
  }
}
