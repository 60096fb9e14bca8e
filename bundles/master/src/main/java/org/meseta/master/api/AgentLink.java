package org.meseta.master.api;

import java.time.Duration;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.ShutdownAgent;

/**
 * The link to one agent, done by the edge, which also keeps up heartbeats and ends a silent link.
 * Called on the master's loop; must not block.
 */
public interface AgentLink {

  /** For logs: session and address. */
  String description();

  /** Numeric address of the agent. */
  String ip();

  /** Who the agent is, as its link was authenticated. */
  default Principal principal() {
    return Principal.ANONYMOUS;
  }

  /** How long ago the agent was last heard over this link. */
  default Duration silence() {
    return Duration.ZERO;
  }

  /** Sends a message. When the link is gone, nothing happens. */
  void send(MasterMessage message);

  /** Whether heartbeats say that the agent is registered; false until told otherwise. */
  void registered(boolean registered);

  /**
   * Ends the link after what was sent, for example after {@link ShutdownAgent}.
   *
   * @param reason for the other side's log
   */
  void close(String reason);
}
