package org.meseta.agent.loop;

import java.util.ArrayList;
import java.util.List;
import org.meseta.agent.operations.Operations;
import org.meseta.agent.state.Capabilities;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalFramework;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.ReregisterAgent;
import org.meseta.protocol.v1.Task;
import org.meseta.runtime.Versions;

/** Says all that the agent knows to a master that may know nothing. */
final class Reregistration {
  private static final int MOST_HISTORY = 1000;

  private Reregistration() {}

  static AgentMessage of(Host host, Operations.Written resources) {
    ReregisterAgent.Builder message =
        ReregisterAgent.newBuilder()
            .setAgent(host.info())
            .setVersion(Versions.MESOS)
            .addAllCapabilities(Capabilities.ALL)
            .addAllTotal(resources.total().toList())
            .addAllOperations(resources.operations());
    for (LocalFramework framework : host.frameworks().values()) {
      message.addFrameworks(framework.info());
      framework.executors().values().forEach(e -> add(message, framework, e));
    }
    history(host, message);
    return AgentMessage.newBuilder().setReregister(message).build();
  }

  private static void add(
      ReregisterAgent.Builder message, LocalFramework framework, LocalExecutor executor) {
    message.addAllTasks(executor.queued().values());
    for (Task task : executor.tasks().values()) {
      // One whose id is used again, the master has forgotten.
      if (!executor.queued().containsKey(task.getTaskId())) {
        message.addTasks(task);
      }
    }
    if (!executor.command()) {
      message.addExecutors(
          ReregisterAgent.Executor.newBuilder()
              .setFrameworkId(framework.id())
              .setExecutor(executor.info()));
    }
  }

  /** As much as fits; the newest counts most. */
  private static void history(Host host, ReregisterAgent.Builder message) {
    List<LocalFramework> frameworks = new ArrayList<>(host.completedFrameworks());
    int left = MOST_HISTORY;
    for (int i = frameworks.size() - 1; i >= 0 && left > 0; i--) {
      LocalFramework framework = frameworks.get(i);
      List<Task> tasks = tasks(framework, left);
      left -= tasks.size() + 1;
      message.addCompletedFrameworks(
          ReregisterAgent.CompletedFramework.newBuilder()
              .setFramework(framework.info())
              .addAllTasks(tasks));
    }
  }

  private static List<Task> tasks(LocalFramework framework, int most) {
    List<Task> all =
        framework.completedExecutors().stream().flatMap(e -> e.completedTasks().stream()).toList();
    return all.subList(Math.max(0, all.size() - most), all.size());
  }
}
