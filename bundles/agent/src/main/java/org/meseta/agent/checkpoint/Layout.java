package org.meseta.agent.checkpoint;

import java.nio.file.Path;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.TaskID;

/**
 * Where things are below the work directory: as in Mesos, so that people and tools find them.
 *
 * @param work the work directory, absolute
 */
public record Layout(Path work) {
  static final String FRAMEWORK_INFO = "framework.info";

  /** What the agent writes for itself. */
  public Path meta() {
    return work.resolve("meta");
  }

  public Path bootId() {
    return meta().resolve("boot_id");
  }

  /** What operations have made of the agent's resources. */
  public Path resources() {
    return meta().resolve("resources").resolve("resources_and_operations.state");
  }

  /** What {@link #resources} is about to become. */
  public Path resourcesTarget() {
    return resources().resolveSibling(resources().getFileName() + ".target");
  }

  public Path metaAgents() {
    return meta().resolve("slaves");
  }

  public Path metaAgent(String agent) {
    return metaAgents().resolve(agent);
  }

  /** Leads to the folder of the id that the agent has now. */
  public Path latestAgent() {
    return metaAgents().resolve("latest");
  }

  public Path agentInfo(String agent) {
    return metaAgent(agent).resolve("slave.info");
  }

  /** Sandboxes of all ids that the agent ever had. */
  public Path agents() {
    return work.resolve("slaves");
  }

  /** Where folders wait for their removal: on the same file system, and for no task to write. */
  public Path trash(Path folder) {
    return (folder.startsWith(meta()) ? metaAgents() : agents()).resolve(".trash");
  }

  public Path agent(String agent) {
    return agents().resolve(agent);
  }

  public Path framework(String agent, FrameworkID framework) {
    return frameworkIn(agent(agent), framework);
  }

  public Path metaFramework(String agent, FrameworkID framework) {
    return frameworkIn(metaAgent(agent), framework);
  }

  public Path frameworkInfo(String agent, FrameworkID framework) {
    return metaFramework(agent, framework).resolve(FRAMEWORK_INFO);
  }

  public Path executor(String agent, FrameworkID framework, ExecutorID executor) {
    return executorIn(framework(agent, framework), executor);
  }

  public Path metaExecutor(String agent, FrameworkID framework, ExecutorID executor) {
    return executorIn(metaFramework(agent, framework), executor);
  }

  public Path executorInfo(String agent, FrameworkID framework, ExecutorID executor) {
    return metaExecutor(agent, framework, executor).resolve("executor.info");
  }

  public Path sandbox(
      String agent, FrameworkID framework, ExecutorID executor, ContainerID container) {
    return runIn(executor(agent, framework, executor), container);
  }

  public Path metaRun(
      String agent, FrameworkID framework, ExecutorID executor, ContainerID container) {
    return runIn(metaExecutor(agent, framework, executor), container);
  }

  /** Where a task of a run is kept. */
  public static Path task(Path metaRun, TaskID task) {
    return metaRun.resolve("tasks").resolve(task.getValue());
  }

  private static Path frameworkIn(Path agent, FrameworkID framework) {
    return agent.resolve("frameworks").resolve(framework.getValue());
  }

  private static Path executorIn(Path framework, ExecutorID executor) {
    return framework.resolve("executors").resolve(executor.getValue());
  }

  private static Path runIn(Path executor, ContainerID container) {
    return executor.resolve("runs").resolve(container.getValue());
  }
}
