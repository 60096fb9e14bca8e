package org.meseta.testkit.cluster.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.meseta.agent.api.Agent;
import org.meseta.master.api.Master;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.containerizer.ContainerizerFactory;
import org.meseta.runtime.Runtime;

/**
 * Makes the daemons of a cluster. Their loops are internal to their bundles, so the test that owns
 * the class path makes them.
 */
public interface Daemons {

  /** A master that runs, without an allocator so far. */
  RunningMaster master(Runtime runtime, Map<String, String> flags);

  /** The allocator plugin, as it is deployed. */
  AllocatorFactory allocator();

  /**
   * An agent that begins to recover.
   *
   * @param flags without those that the other parameters are about
   * @throws IOException if it cannot use its folder
   */
  Agent agent(Runtime runtime, Map<String, String> flags, Site site) throws IOException;

  /** A master and what its platform may do to it. */
  interface RunningMaster {

    /** What edges ask of it. */
    Master api();

    /** Gives it an allocator, or another one. */
    void install(AllocatorFactory factory);

    /** Takes its allocator away. */
    void removeAllocator();
  }

  /**
   * Where an agent runs.
   *
   * @param hostname of its host
   * @param work its folder
   * @param resources of its host, as text
   * @param bootId names this life of the host
   * @param containers processes of the host
   * @param exit ends the agent's process
   */
  record Site(
      String hostname,
      Path work,
      String resources,
      String bootId,
      ContainerizerFactory containers,
      Exit exit) {}

  /** Ends a process. */
  @FunctionalInterface
  interface Exit {

    /** Called once. */
    void now(int status, String reason);
  }
}
