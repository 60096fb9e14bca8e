package org.meseta.agent.containers;

import java.nio.file.Path;
import java.util.Map;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.meseta.plugin.containerizer.ContainerizerContext;

/** What the agent hands to a containerizer. */
public record HostContext(
    Clock clock,
    Timers timers,
    Metrics metrics,
    Blocking blocking,
    Path runtimeDir,
    Map<String, String> flags)
    implements ContainerizerContext {

  public HostContext {
    flags = Map.copyOf(flags);
  }
}
