package org.meseta.plugin.containerizer;

import java.nio.file.Path;
import java.util.Map;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.osgi.annotation.versioning.ProviderType;

/** What the agent hands to a containerizer. Usable from any thread. */
@ProviderType
public interface ContainerizerContext {

  /** The time, virtual in tests. */
  Clock clock();

  /** Timers. */
  Timers timers();

  /** Figures shown at {@code /metrics/snapshot}. */
  Metrics metrics();

  /** Where to wait for files and processes. */
  Blocking blocking();

  /**
   * A folder of the containerizer's own for what it must find again after a restart of the agent,
   * but not after a reboot of the host. Exists already.
   */
  Path runtimeDir();

  /** The agent's flags by name, without dashes, for example {@code isolation}. */
  Map<String, String> flags();
}
