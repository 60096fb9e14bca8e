package org.meseta.agent.tasks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Environment;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.runtime.Durations;

/**
 * Makes the environment of command tasks: what Mesos's command executor gives, then what the task
 * asks for.
 *
 * @param ip of this agent
 * @param operators variables of the operator's, for every executor
 * @param shutdownGrace how long an executor has when it is shut down
 * @param recoveryTimeout how long executors wait for an agent that is gone
 */
public record TaskEnvironment(
    String ip, Map<String, String> operators, Duration shutdownGrace, Duration recoveryTimeout) {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** All variables of a task, by name. */
  public Map<String, String> of(
      AgentInfo agent, FrameworkInfo framework, TaskInfo task, Path sandbox) {
    String endpoint = ip + ":" + agent.getPort();
    Map<String, String> all = new LinkedHashMap<>();
    all.put("LIBPROCESS_IP", ip);
    all.put("LIBPROCESS_PORT", "0");
    all.putAll(operators);
    all.put("MESOS_FRAMEWORK_ID", framework.getId().getValue());
    all.put("MESOS_EXECUTOR_ID", task.getTaskId().getValue());
    all.put("MESOS_TASK_ID", task.getTaskId().getValue());
    all.put("MESOS_DIRECTORY", sandbox.toString());
    all.put("MESOS_SANDBOX", sandbox.toString());
    all.put("MESOS_SLAVE_ID", agent.getId().getValue());
    all.put("MESOS_SLAVE_PID", "slave(1)@" + endpoint);
    all.put("MESOS_AGENT_ENDPOINT", endpoint);
    all.put("MESOS_HTTP_COMMAND_EXECUTOR", "0");
    all.put("MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", Durations.format(shutdownGrace));
    all.put("MESOS_CHECKPOINT", framework.getCheckpoint() ? "1" : "0");
    if (framework.getCheckpoint()) {
      all.put("MESOS_RECOVERY_TIMEOUT", Durations.format(recoveryTimeout));
    }
    role(task).ifPresent(role -> all.put("MESOS_ALLOCATION_ROLE", role));
    for (Environment.Variable v : task.getCommand().getEnvironment().getVariablesList()) {
      all.put(v.getName(), v.getValue());
    }
    all.putIfAbsent("PATH", PATH);
    return all;
  }

  private static Optional<String> role(TaskInfo task) {
    return task.getResourcesList().stream()
        .filter(Resource::hasAllocationInfo)
        .map(r -> r.getAllocationInfo().getRole())
        .findFirst();
  }
}
