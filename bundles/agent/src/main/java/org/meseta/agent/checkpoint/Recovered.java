package org.meseta.agent.checkpoint;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskStatus;

/**
 * What a former life of the agent has written down.
 *
 * @param info the agent with its id; empty if it had none
 * @param rebooted whether the host was started anew since
 * @param givenUp what could not be read
 */
public record Recovered(
    Optional<AgentInfo> info, boolean rebooted, List<Framework> frameworks, List<GivenUp> givenUp) {

  /**
   * What is not recovered, in this life or a later one.
   *
   * @param damaged whether it holds something that cannot be read; else it was not written to its
   *     end
   */
  public record GivenUp(Part part, Path folder, String reason, boolean damaged) {

    /** What it was. */
    public enum Part {
      AGENT,
      FRAMEWORK,
      RUN
    }
  }

  /** A framework with its runs that were not completed. */
  public record Framework(FrameworkInfo info, List<Run> runs) {}

  /**
   * A run of a command task.
   *
   * @param killGrace set if it was to be killed
   */
  public record Run(
      ExecutorInfo executor,
      ContainerID container,
      TaskInfo task,
      Optional<String> user,
      Optional<Duration> killGrace,
      Path metaRun,
      List<Update> updates) {}

  /** A record of a task's updates. */
  public sealed interface Update {
    /** An update was made. */
    record Made(TaskStatus status) implements Update {}

    /** An update was acknowledged. */
    record Acknowledged(ByteString uuid) implements Update {}
  }
}
