package org.meseta.plugin.isolator;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.meseta.protocol.v1.ContainerID;
import org.osgi.annotation.versioning.ProviderType;

/** What the containerizer hands to an isolator. Usable from any thread. */
@ProviderType
public interface IsolatorContext {

  /** The time, virtual in tests. */
  Clock clock();

  /** Timers. */
  Timers timers();

  /** Figures shown at {@code /metrics/snapshot}. */
  Metrics metrics();

  /** Where to wait for files and processes. */
  Blocking blocking();

  /** The agent's work directory, absolute; persistent volumes are below it. */
  Path workDir();

  /**
   * The processes of a container now, as the containerizer keeps track of them, the launcher's own
   * among them.
   *
   * @return their pids in the agent's pid namespace, none if there is no such container; it
   *     completes on the containerizer's loop
   */
  CompletionStage<Set<Long>> processes(ContainerID container);
}
