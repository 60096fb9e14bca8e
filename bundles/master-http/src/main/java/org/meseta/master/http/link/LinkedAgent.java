package org.meseta.master.http.link;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.meseta.http.api.LinkSession;
import org.meseta.master.api.AgentLink;
import org.meseta.master.api.Master;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.link.Frame;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.Welcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One agent's link, between its session and the master. */
final class LinkedAgent implements LinkSession.Handler, AgentLink {
  private static final Logger LOG = LoggerFactory.getLogger(LinkedAgent.class);

  private final Master master;
  private final Principal principal;
  private final String ip;
  private volatile @Nullable LinkSession session;

  LinkedAgent(Master master, Principal principal, String ip) {
    this.master = master;
    this.principal = principal;
    this.ip = ip;
  }

  @Override
  public void opened(LinkSession opened, Welcome welcome) {
    session = opened;
    LOG.info("Link {} is open", opened.description());
    master.agentConnected(this);
  }

  @Override
  public void received(Frame frame) {
    master.agentSent(this, frame.getFromAgent());
  }

  @Override
  public void closed(String reason, boolean forGood) {
    if (session == null) {
      LOG.info("A link from {} ended before it was open: {}", ip, reason);
    } else {
      LOG.info("Link {} is closed: {}", description(), reason);
      master.agentDisconnected(this, reason);
    }
  }

  @Override
  public String description() {
    LinkSession open = session;
    return open == null ? ip : open.description();
  }

  @Override
  public String ip() {
    return ip;
  }

  @Override
  public Principal principal() {
    return principal;
  }

  @Override
  public Duration silence() {
    LinkSession open = session;
    return open == null ? Duration.ZERO : open.silence();
  }

  @Override
  public void send(MasterMessage message) {
    LinkSession open = session;
    if (open != null) {
      open.send(message);
    }
  }

  @Override
  public void registered(boolean registered) {
    LinkSession open = session;
    if (open != null) {
      open.registered(registered);
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
