package org.meseta.http.api;

import java.time.Duration;

/** The figures of the agent link that both ends must agree on before they talk. */
public final class LinkProtocol {

  /** WebSocket subprotocol. */
  public static final String NAME = "meseta-link.v1";

  /** Route on the master. */
  public static final String PATH = "/meseta/link";

  /** Lowest version of the messages that we speak. */
  public static final int MIN_VERSION = 1;

  /** Highest version of the messages that we speak. */
  public static final int MAX_VERSION = 1;

  /** A longer message ends the link. An agent with ten thousand tasks registers within it. */
  public static final int MAX_MESSAGE_BYTES = 32 << 20;

  /** When more than this waits for the other side, the link is ended. */
  public static final int MAX_QUEUE_BYTES = 64 << 20;

  /** How often each side sends at least a heartbeat. */
  public static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(15);

  /** After what silence the other side is held to be gone. */
  public static final Duration SILENCE_LIMIT = Duration.ofSeconds(75);

  /** How long the handshake may take. */
  public static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(15);

  private LinkProtocol() {}
}
