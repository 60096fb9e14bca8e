package org.meseta.agent.delivery;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.api.MasterLink;
import org.meseta.protocol.link.AgentMessage;

/** The way to the master, as long as there is one. Belongs to the agent's loop. */
public final class Outbox {
  private @Nullable MasterLink link;

  /** Whether this is the link that is open. */
  public boolean is(MasterLink other) {
    return link == other;
  }

  /** The link that is open. */
  public Optional<MasterLink> link() {
    return Optional.ofNullable(link);
  }

  public void open(MasterLink opened) {
    link = opened;
  }

  public void close() {
    link = null;
  }

  /** Sends a message; without a link nothing happens. */
  public void send(AgentMessage message) {
    if (link != null) {
      link.send(message);
    }
  }
}
