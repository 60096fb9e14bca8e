package org.meseta.agent.api;

import org.meseta.protocol.link.AgentMessage;

/**
 * The link to the master, done by the edge, which dials again with backoff when it is gone. Called
 * on the agent's loop; must not block.
 */
public interface MasterLink {

  /** For logs: session and address. */
  String description();

  /** Sends a message. When the link is gone, nothing happens. */
  void send(AgentMessage message);

  /** Ends the link; the edge dials again. */
  void close(String reason);
}
