package org.meseta.plugin.isolator;

import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
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
}
