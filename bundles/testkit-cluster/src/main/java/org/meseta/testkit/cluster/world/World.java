package org.meseta.testkit.cluster.world;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.meseta.master.api.Master;
import org.meseta.master.state.Cluster;
import org.meseta.plugin.allocator.AllocatorFactory;
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
  private final ManualTime time;
  private final Journal journal;
  private final RandomGenerator random;
  private final Lines lines;
  private final Daemons daemons;
  private final MortalRuntime masterProcess;
  private final RunningMaster master;
  private boolean hasAllocator;
  private long installed;
  private final List<AgentNode> agents = new ArrayList<>();
  private final List<SimulatedScheduler> schedulers = new ArrayList<>();

  /**
   * Builds it; nothing but the master runs yet.
   *
   * @param folder of this world alone; exists
   * @param kept how many of the last occurrences are kept in full
   */
  public World(ManualTime time, Daemons daemons, Shape shape, Path folder, int kept) {
    this.time = time;
    this.daemons = daemons;
    this.journal = new Journal(time, kept);
    this.random = time.random();
    EventLoop network = time.loop("network");
    this.lines = new Lines(time, network.timers(), time.random());
    this.masterProcess = new MortalRuntime(time, "master", new Disk(time, time.random()));
    Map<String, String> flags = new HashMap<>(shape.masterFlags());
    flags.put("hostname", "master");
    this.master = daemons.master(masterProcess, flags);
    install(daemons.allocator());
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

  /** The master, as edges see it. */
  public Master master() {
    return master.api();
  }

  /** The master's process. */
  public MortalRuntime masterProcess() {
    return masterProcess;
  }

  /** Gives the master an allocator, or another one. */
  public void install(AllocatorFactory allocator) {
    master.install(allocator);
    hasAllocator = true;
    installed = time.nanoTime();
  }

  /** Tries to give the master another allocator, which fails. */
  public void installFailing(AllocatorFactory allocator) {
    master.install(allocator);
  }

  /** Takes the master's allocator away. */
  public void removeAllocator() {
    master.removeAllocator();
    hasAllocator = false;
  }

  /** When the master was given its allocator. */
  public long allocatorSince() {
    return installed;
  }

  /** Whether the master has an allocator that does not stand still. */
  public boolean allocatorWorks() {
    return hasAllocator && !masterProcess.isStalled("allocator");
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
