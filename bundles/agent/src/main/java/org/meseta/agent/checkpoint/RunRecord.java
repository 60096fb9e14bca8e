package org.meseta.agent.checkpoint;

import java.nio.file.Path;
import java.util.Optional;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.TaskInfo;

/**
 * A task that is to be launched.
 *
 * @param agent id of the agent
 * @param user whose name it runs under; empty: the agent's own
 */
public record RunRecord(
    String agent,
    FrameworkInfo framework,
    ExecutorInfo executor,
    ContainerID container,
    TaskInfo task,
    Optional<String> user) {

  public FrameworkID frameworkId() {
    return framework.getId();
  }

  public ExecutorID executorId() {
    return executor.getExecutorId();
  }

  /** Its sandbox. */
  public Path sandbox(Layout layout) {
    return layout.sandbox(agent, frameworkId(), executorId(), container);
  }

  /** Where it is written down. */
  public Path metaRun(Layout layout) {
    return layout.metaRun(agent, frameworkId(), executorId(), container);
  }
}
