package org.meseta.testkit.cluster.agent;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.meseta.agent.api.Agent;
import org.meseta.agent.api.MasterLink;
import org.meseta.master.api.AgentLink;
import org.meseta.master.api.Master;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.net.Wire;

/**
 * One link between an agent and the master: ordered each way, with heartbeats, and with ends that
 * may learn at different times that it is gone.
 */
public final class Connection {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration SILENCE = Duration.ofSeconds(75);
  private static final Duration HANDSHAKE = Duration.ofSeconds(15);

  private final AgentNode.Setting setting;
  private final String agentName;
  private final int number;
  private final String ip;
  private final Agent agent;
  private final Runnable redial;
  private final RandomGenerator random;
  private final Wire<AgentMessage> up;
  private final Wire<Runnable> down;
  private final AgentEnd agentEnd = new AgentEnd();
  private final MasterEnd masterEnd = new MasterEnd();

  Connection(
      AgentNode.Setting setting,
      String agentName,
      int number,
      String ip,
      Agent agent,
      Runnable redial) {
    this.setting = setting;
    this.agentName = agentName;
    this.number = number;
    this.ip = ip;
    this.agent = agent;
    this.redial = redial;
    this.random = setting.time().random();
    this.up = new Wire<>(setting.lines(), masterEnd::received);
    this.down = new Wire<>(setting.lines(), Runnable::run);
  }

  private Master master() {
    return setting.master();
  }

  /** The handshake: first the master sees the link, then the agent. */
  void open(Runnable opened) {
    up.afterAll(
        () -> {
          masterEnd.open = true;
          setting.journal().add(new Occurrence.Linked(agentName, number, true));
          MasterInfo welcome = master().cluster().master();
          master().agentConnected(masterEnd);
          down.send(
              () -> {
                agentEnd.open = true;
                opened.run();
                agent.masterConnected(agentEnd, welcome);
              });
          setting.lines().after(HEARTBEAT, this::beat);
        });
    setting
        .lines()
        .after(
            HANDSHAKE,
            () -> {
              if (!agentEnd.open) {
                agentEnd.gone("no handshake");
              }
            });
  }

  private void beat() {
    if (masterEnd.open) {
      boolean registered = masterEnd.registered;
      down.send(() -> agent.masterHeartbeat(agentEnd, registered));
      setting.lines().after(HEARTBEAT, this::beat);
    }
  }

  /** Whether both ends hold it open and it works. */
  public boolean isUp() {
    return agentEnd.open && masterEnd.open && !up.isCut() && !down.isCut();
  }

  /** Breaks now; both ends learn it within moments. What the agent has sent may still arrive. */
  public void breakNow() {
    if (random.nextBoolean()) {
      up.cut();
    }
    down.cut();
    setting.lines().later(() -> masterEnd.gone("reset"));
    setting.lines().later(() -> agentEnd.gone("reset"));
  }

  /** Breaks now; each end learns it only when it has heard nothing for too long. */
  public void loseSilently() {
    up.cut();
    down.cut();
    setting.lines().after(silence(), () -> masterEnd.gone("silence"));
    setting.lines().after(silence(), () -> agentEnd.gone("silence"));
  }

  private Duration silence() {
    return SILENCE.minus(Duration.ofNanos(random.nextLong(HEARTBEAT.toNanos())));
  }

  /** Breaks after so many more messages of the agent, or of the master. */
  public void breakAfter(int messages, boolean fromAgent) {
    (fromAgent ? up : down).cutAfter(messages);
    setting.lines().after(Duration.ofSeconds(20), this::breakNow);
  }

  /** What the agent's process had sent arrives; then the master learns that it is gone. */
  void agentDied() {
    agentEnd.open = false;
    down.cut();
    up.afterAll(() -> masterEnd.gone("reset"));
    setting.lines().after(SILENCE, () -> masterEnd.gone("silence"));
  }

  /** As the agent has it. */
  private final class AgentEnd implements MasterLink {
    private boolean open;
    private boolean over;

    @Override
    public String description() {
      return agentName + "/" + number;
    }

    @Override
    public void send(AgentMessage message) {
      if (open) {
        up.send(message);
      }
    }

    @Override
    public void close(String reason) {
      up.afterAll(() -> masterEnd.gone(reason));
      setting.lines().later(() -> gone(reason));
    }

    void gone(String reason) {
      if (over) {
        return;
      }
      over = true;
      down.cut();
      if (open) {
        open = false;
        agent.masterDisconnected(this, reason);
      }
      redial.run();
    }
  }

  /** As the master has it. */
  private final class MasterEnd implements AgentLink {
    private boolean open;
    private boolean registered;

    @Override
    public String description() {
      return agentName + "/" + number;
    }

    @Override
    public String ip() {
      return ip;
    }

    void received(AgentMessage message) {
      if (open) {
        setting.journal().add(new Occurrence.AgentSaid(agentName, number, message));
        master().agentSent(this, message);
      }
    }

    @Override
    public void send(MasterMessage message) {
      if (open) {
        down.send(() -> delivered(message));
      }
    }

    private void delivered(MasterMessage message) {
      setting.journal().add(new Occurrence.MasterSaid(agentName, number, message));
      agent.masterSent(agentEnd, message);
    }

    @Override
    public void registered(boolean is) {
      registered = is;
    }

    @Override
    public void close(String reason) {
      down.afterAll(() -> agentEnd.gone(reason));
      setting.lines().later(() -> gone(reason));
    }

    void gone(String reason) {
      if (open) {
        open = false;
        up.cut();
        setting.journal().add(new Occurrence.Linked(agentName, number, false));
        master().agentDisconnected(this, reason);
      }
    }
  }
}
