package org.meseta.itests.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.meseta.agent.api.Agent;
import org.meseta.agent.api.MasterLink;
import org.meseta.master.api.AgentLink;
import org.meseta.master.api.Master;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.ManualTime;
import org.meseta.testkit.cluster.daemon.Daemons;
import org.meseta.testkit.cluster.host.VirtualHost;
import org.meseta.testkit.cluster.journal.Journal;
import org.meseta.testkit.cluster.process.Disk;
import org.meseta.testkit.cluster.process.MortalRuntime;

/**
 * A master, an agent, and a link that loses nothing. Each message and each thing that a disk has
 * done is a step, and at any step either may be killed, or their link may break; the next life of
 * who dies begins a second later.
 */
final class Pair {
  static final String AGENT = "agent";
  static final String RESOURCES = "cpus:4;mem:1024;disk:1000";

  private static final Duration DEATH = Duration.ofSeconds(1);

  /** Who dies, or what breaks. */
  enum Victim {
    MASTER,
    AGENT,
    BOTH,
    LINK;

    boolean isMaster() {
      return this == MASTER || this == BOTH;
    }

    boolean isAgent() {
      return this == AGENT || this == BOTH;
    }
  }

  final ManualTime time = new ManualTime(1);
  final EventLoop network = time.loop("network");
  final List<String> steps = new ArrayList<>();
  private final Daemons daemons = new RealDaemons();
  private final Path work;
  private final VirtualHost host;
  private final Runnable masterLost;
  private MortalRuntime masterProcess;
  private MortalRuntime agentProcess;
  private Daemons.RunningMaster master;
  private Agent agent;
  private Link link;
  private int fatal;
  private Victim victim = Victim.MASTER;
  private int later;
  private int lives;

  /**
   * Starts both.
   *
   * @param masterLost runs when another master is there
   */
  @SuppressWarnings("NullAway") // set by these two
  Pair(Path work, Runnable masterLost) {
    this.work = work;
    this.masterLost = masterLost;
    this.host =
        new VirtualHost(
            AGENT,
            new Disk(time, time.random()),
            network.timers(),
            time.random(),
            new Journal(time, 0));
    startMaster();
    startAgent();
  }

  /** From now on steps count; at this one it happens. At none if it is 0. */
  void killAt(int step, Victim who) {
    steps.clear();
    later = 0;
    fatal = step;
    victim = who;
  }

  /** After so many steps more the agent dies, once again or for the first time. */
  void killAgentAfter(int more) {
    later = more;
  }

  Master master() {
    return master.api();
  }

  Agent agent() {
    return agent;
  }

  /** For a while the agent writes nothing down. */
  void hangDisk(Duration span) {
    host.disk().hang(span);
  }

  void breakLink() {
    link.cut();
  }

  /**
   * Something is about to happen, or was done by a disk.
   *
   * @return false if it does not happen, since somebody has just died, or the link is gone
   */
  boolean step(String what) {
    steps.add(what);
    if (steps.size() != fatal) {
      return true;
    }
    if (victim.isMaster() && !masterProcess.isDead()) {
      masterProcess.kill();
      network.timers().schedule(DEATH, this::startMaster);
      network.timers().schedule(DEATH, masterLost);
    }
    if (victim.isAgent() && !agentProcess.isDead()) {
      agentProcess.kill();
      network.timers().schedule(DEATH, this::startAgent);
    }
    link.cut();
    fatal = later == 0 ? 0 : steps.size() + later;
    later = 0;
    victim = Victim.AGENT;
    return false;
  }

  private void startMaster() {
    masterProcess = process("master");
    master = daemons.master(masterProcess, Map.of("hostname", "master"));
    master.install(daemons.allocator());
  }

  private void startAgent() {
    MortalRuntime process = process(AGENT);
    agentProcess = process;
    try {
      agent =
          daemons.agent(
              process,
              Map.of(),
              new Daemons.Site(
                  AGENT,
                  work,
                  RESOURCES,
                  host.bootId(),
                  host.containers(process),
                  (status, reason) -> {
                    throw new AssertionError("the agent exits: " + reason);
                  }));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    dialLater();
  }

  private MortalRuntime process(String name) {
    MortalRuntime process = new MortalRuntime(time, name + ++lives, host.disk());
    follow(process, name);
    return process;
  }

  private void follow(MortalRuntime process, String name) {
    process.afterWrites(
        1,
        () -> {
          follow(process, name);
          step("disk of " + name);
        });
  }

  private void dialLater() {
    MortalRuntime caller = agentProcess;
    network
        .timers()
        .schedule(
            Duration.ofMillis(100),
            () -> {
              if (masterProcess.isDead()) {
                dialLater();
              } else if (!caller.isDead()) {
                link = new Link(master.api(), agent);
              }
            });
  }

  /** One connection, whose ends learn at the same time that it is gone. */
  private final class Link implements AgentLink, MasterLink {
    private final Master master;
    private final Agent agent;
    private boolean open = true;

    Link(Master master, Agent agent) {
      this.master = master;
      this.agent = agent;
      master.agentConnected(this);
      agent.masterConnected(this, master.cluster().master());
    }

    void cut() {
      if (open) {
        open = false;
        master.agentDisconnected(this, "cut");
        agent.masterDisconnected(this, "cut");
        dialLater();
      }
    }

    @Override
    public String description() {
      return "link";
    }

    @Override
    public String ip() {
      return "10.0.0.1";
    }

    @Override
    public void send(AgentMessage message) {
      network.execute(
          () -> {
            if (open && step("agent: " + message.getMessageCase())) {
              master.agentSent(this, message);
            }
          });
    }

    @Override
    public void send(MasterMessage message) {
      network.execute(
          () -> {
            if (open && step("master: " + message.getMessageCase())) {
              agent.masterSent(this, message);
            }
          });
    }

    @Override
    public void registered(boolean registered) {
      network.execute(
          () -> {
            if (open) {
              agent.masterHeartbeat(this, registered);
            }
          });
    }

    @Override
    public void close(String reason) {
      network.execute(this::cut);
    }
  }
}
