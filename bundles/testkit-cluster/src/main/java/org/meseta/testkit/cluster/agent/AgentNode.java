package org.meseta.testkit.cluster.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.api.Agent;
import org.meseta.agent.state.Host;
import org.meseta.master.api.Master;
import org.meseta.runtime.ManualTime;
import org.meseta.testkit.cluster.daemon.Daemons;
import org.meseta.testkit.cluster.host.VirtualHost;
import org.meseta.testkit.cluster.journal.Journal;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.net.Lines;
import org.meseta.testkit.cluster.process.MortalRuntime;

/** A host with an agent that lives many lives, and its way to the master. */
public final class AgentNode {
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final Duration RESTART = Duration.ofSeconds(2);

  private final Setting setting;
  private final VirtualHost host;
  private final String ip;
  private final Path work;
  private final String resources;
  private final RandomGenerator random;
  private @Nullable Life life;
  private long unreachableUntil;
  private int lives;

  /**
   * What all agents of a cluster share.
   *
   * @param master to which they dial
   */
  public record Setting(
      ManualTime time, Daemons daemons, Master master, Lines lines, Journal journal) {}

  /** One life of the agent. */
  private static final class Life {
    final MortalRuntime process;
    final int number;
    int links;
    @Nullable Agent agent;
    @Nullable Connection link;
    Duration backoff = FIRST_BACKOFF;

    Life(MortalRuntime process, int number) {
      this.process = process;
      this.number = number;
    }
  }

  /** A host on which no agent runs yet. */
  public AgentNode(Setting setting, VirtualHost host, String ip, Path work, String resources) {
    this.setting = setting;
    this.host = host;
    this.ip = ip;
    this.work = work;
    this.resources = resources;
    this.random = setting.time().random();
    this.unreachableUntil = setting.time().nanoTime();
  }

  /** Its name. */
  public String name() {
    return host.name();
  }

  /** Its host. */
  public VirtualHost host() {
    return host;
  }

  /** What the agent knows; empty while none runs. */
  public Optional<Host> state() {
    return Optional.ofNullable(life).map(l -> l.agent).map(Agent::host);
  }

  /** Whether an agent runs. */
  public boolean isUp() {
    return life != null;
  }

  /** The link, if there is one, up or not. */
  public Optional<Connection> link() {
    return Optional.ofNullable(life).map(l -> l.link);
  }

  /** The agent's process, if one runs. */
  public Optional<MortalRuntime> process() {
    return Optional.ofNullable(life).map(l -> l.process);
  }

  /** Starts the agent, unless it runs. */
  public void start() {
    if (life != null) {
      return;
    }
    MortalRuntime process = new MortalRuntime(setting.time(), name(), host.disk());
    Life now = new Life(process, ++lives);
    life = now;
    setting.journal().add(new Occurrence.Started(name()));
    Daemons.Site site =
        new Daemons.Site(
            name(),
            work,
            resources,
            host.bootId(),
            host.containers(process),
            (status, reason) -> exited(now, status, reason));
    try {
      now.agent = setting.daemons().agent(process, Map.of(), site);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    dialLater(now);
  }

  private void exited(Life ended, int status, String reason) {
    // Where its folder is differs from run to run.
    note("exits with " + status + ": " + reason.replace(work.toString(), ""));
    end(ended);
    restart(RESTART);
  }

  /** Kills the agent at once; its host notices, and so does the master soon. */
  public void crash() {
    Life ended = life;
    if (ended != null) {
      note("is killed");
      end(ended);
    }
  }

  /** Starts the agent after a while, unless it runs by then. */
  public void restart(Duration after) {
    setting.lines().after(after, this::start);
  }

  private void end(Life ended) {
    ended.process.kill();
    if (ended.link != null) {
      ended.link.agentDied();
    }
    if (life == ended) {
      life = null;
    }
  }

  /** Nothing gets to the master or from it for a while. */
  public void isolate(Duration span) {
    unreachableUntil = setting.time().nanoTime() + span.toNanos();
    link().ifPresent(Connection::loseSilently);
  }

  /** Ends the isolation, if there is one. */
  public void heal() {
    unreachableUntil = setting.time().nanoTime();
  }

  private void dialLater(Life caller) {
    Duration wait = Duration.ofNanos(random.nextLong(caller.backoff.toNanos()));
    Duration twice = caller.backoff.multipliedBy(2);
    caller.backoff = twice.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : twice;
    setting.lines().after(wait, () -> dial(caller));
  }

  private void dial(Life caller) {
    Agent agent = caller.agent;
    if (caller.process.isDead() || agent == null) {
      return;
    }
    if (unreachableUntil - setting.time().nanoTime() > 0) {
      dialLater(caller);
      return;
    }
    Connection connection =
        new Connection(setting, name(), number(caller), ip, agent, () -> dialLater(caller));
    caller.link = connection;
    connection.open(() -> caller.backoff = FIRST_BACKOFF);
  }

  private static int number(Life caller) {
    return caller.number * Occurrence.LINKS_OF_A_LIFE + ++caller.links;
  }

  private void note(String what) {
    setting.journal().add(new Occurrence.Note(name(), what));
  }

  @Override
  public String toString() {
    return name();
  }
}
