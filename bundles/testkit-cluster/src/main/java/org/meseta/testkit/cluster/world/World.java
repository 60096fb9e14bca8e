package org.meseta.testkit.cluster.world;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.meseta.master.state.Cluster;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.ManualTime;
import org.meseta.testkit.cluster.agent.AgentNode;
import org.meseta.testkit.cluster.daemon.Daemons;
import org.meseta.testkit.cluster.daemon.Daemons.RunningMaster;
import org.meseta.testkit.cluster.host.VirtualHost;
import org.meseta.testkit.cluster.journal.Journal;
import org.meseta.testkit.cluster.net.Lines;
import org.meseta.testkit.cluster.process.Disk;
import org.meseta.testkit.cluster.process.MortalRuntime;
import org.meseta.testkit.cluster.scheduler.SimulatedScheduler;
import org.meseta.testkit.cluster.scheduler.Temper;

/** A master, agents and schedulers in one thread, and the network between them. */
public final class World {
  private static final int KEPT = 400;

  private final ManualTime time;
  private final Journal journal;
  private final RandomGenerator random;
  private final Lines lines;
  private final Daemons daemons;
  private final MortalRuntime masterProcess;
  private final RunningMaster master;
  private final List<AgentNode> agents = new ArrayList<>();
  private final List<SimulatedScheduler> schedulers = new ArrayList<>();

  /**
   * Builds it; nothing but the master runs yet.
   *
   * @param folder of this world alone; exists
   */
  public World(ManualTime time, Daemons daemons, Shape shape, Path folder) {
    this.time = time;
    this.daemons = daemons;
    this.journal = new Journal(time, KEPT);
    this.random = time.random();
    EventLoop network = time.loop("network");
    this.lines = new Lines(time, network.timers(), time.random());
    this.masterProcess = new MortalRuntime(time, "master", new Disk(time, time.random()));
    Map<String, String> flags = new HashMap<>(shape.masterFlags());
    flags.put("hostname", "master");
    this.master = daemons.master(masterProcess, flags);
    master.install(daemons.allocator());
    for (String resources : shape.agents()) {
      agents.add(agent(resources, folder));
    }
    SimulatedScheduler.Setting setting =
        new SimulatedScheduler.Setting(time, master.api(), lines, journal);
    for (Temper temper : shape.schedulers()) {
      String name = temper.name() + schedulers.size();
      schedulers.add(new SimulatedScheduler(setting, name, temper));
    }
  }

  private AgentNode agent(String resources, Path folder) {
    int number = agents.size() + 1;
    String name = "agent" + number;
    VirtualHost host =
        new VirtualHost(
            name,
            new Disk(time, time.random()),
            time.loop(name + "-host").timers(),
            time.random(),
            journal);
    AgentNode.Setting setting = new AgentNode.Setting(time, daemons, master.api(), lines, journal);
    return new AgentNode(setting, host, "10.0.0." + number, folder.resolve(name), resources);
  }

  /** The time of all. */
  public ManualTime time() {
    return time;
  }

  /** What has happened. */
  public Journal journal() {
    return journal;
  }

  /** For whoever does something to this world. */
  public RandomGenerator random() {
    return random;
  }

  /** The network. */
  public Lines lines() {
    return lines;
  }

  /** Makes more daemons and plugins of the same kind. */
  public Daemons daemons() {
    return daemons;
  }

  /** The master. */
  public RunningMaster master() {
    return master;
  }

  /** The master's process. */
  public MortalRuntime masterProcess() {
    return masterProcess;
  }

  /** What the master knows. */
  public Cluster cluster() {
    return master.api().cluster();
  }

  /** All agents, running or not. */
  public List<AgentNode> agents() {
    return agents;
  }

  /** All schedulers, running or not. */
  public List<SimulatedScheduler> schedulers() {
    return schedulers;
  }
}
