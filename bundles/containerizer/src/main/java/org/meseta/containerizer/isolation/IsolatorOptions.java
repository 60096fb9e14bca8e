package org.meseta.containerizer.isolation;

import java.time.Duration;
import java.util.List;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.host.PluginBoard;

/**
 * How isolators are dealt with.
 *
 * @param wanted names of those that every new container needs, in order
 * @param deadline within which a call must be answered
 * @param patience how long a launch waits for one that is missing; zero: it fails at once
 * @param board where everybody reads how they do
 * @param metrics their figures, those of the agent
 */
public record IsolatorOptions(
    List<String> wanted, Duration deadline, Duration patience, PluginBoard board, Metrics metrics) {

  public IsolatorOptions {
    wanted = List.copyOf(wanted);
  }
}
