package org.meseta.agent.http.link;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.api.Agent;
import org.meseta.agent.api.MasterLink;
import org.meseta.http.api.LinkSession;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.Frame;
import org.meseta.protocol.link.Heartbeat;
import org.meseta.protocol.link.Welcome;

/** One link to the master, between its session and the agent. */
final class LinkedMaster implements LinkSession.Handler, MasterLink {
  private final Agent agent;
  private final Runnable opened;
  private final BiConsumer<String, Boolean> ended;
  private volatile @Nullable LinkSession session;

  LinkedMaster(Agent agent, Runnable opened, BiConsumer<String, Boolean> ended) {
    this.agent = agent;
    this.opened = opened;
    this.ended = ended;
  }

  @Override
  public void opened(LinkSession open, Welcome welcome) {
    session = open;
    opened.run();
    agent.masterConnected(this, welcome.getMasterInfo());
  }

  @Override
  public void received(Frame frame) {
    agent.masterSent(this, frame.getFromMaster());
  }

  @Override
  public void heartbeat(Heartbeat heartbeat) {
    if (heartbeat.hasRegistered()) {
      agent.masterHeartbeat(this, heartbeat.getRegistered());
    }
  }

  @Override
  public void closed(String reason, boolean forGood) {
    if (session != null) {
      agent.masterDisconnected(this, reason);
    }
    ended.accept(reason, forGood);
  }

  @Override
  public String description() {
    LinkSession open = session;
    return open == null ? "no link" : open.description();
  }

  @Override
  public void send(AgentMessage message) {
    LinkSession open = session;
    if (open != null) {
      open.send(message);
    }
  }

  @Override
  public void close(String reason) {
    LinkSession open = session;
    if (open != null) {
      open.close(reason);
    }
  }
}
