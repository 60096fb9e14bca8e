package org.meseta.shell;

import java.util.Collection;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.protocol.v1.Task;
import org.meseta.resources.Resources;

/** {@code mesos:tasks}. */
@Service
@Command(scope = "mesos", name = "tasks", description = "Lists tasks")
public final class TasksCommand extends ClusterCommand {

  @Argument(name = "framework", description = "Only this framework's, by id")
  @Completion(FrameworkIds.class)
  @Nullable String framework;

  @Option(name = "--all", aliases = "-a", description = "Also those that are over")
  boolean all;

  @Override
  void fill(Listing table, Cluster cluster) {
    table.column("ID");
    table.column("Name");
    table.column("Framework");
    table.column("Agent");
    table.column("State");
    table.column("Resources");
    table.emptyTableText("No task.");
    cluster.frameworks().values().stream().filter(this::isWanted).forEach(f -> add(table, f));
    if (all) {
      cluster.completedFrameworks().stream().filter(this::isWanted).forEach(f -> add(table, f));
    }
  }

  private boolean isWanted(Framework candidate) {
    return framework == null || candidate.id().getValue().equals(framework);
  }

  private void add(Listing table, Framework of) {
    add(table, of, of.tasks().values());
    add(table, of, of.unreachableTasks().values());
    if (all) {
      add(table, of, of.completedTasks());
    }
  }

  private static void add(Listing table, Framework of, Collection<Task> tasks) {
    for (Task task : tasks) {
      table.row(
          task.getTaskId().getValue(),
          task.getName(),
          of.id().getValue(),
          task.getAgentId().getValue(),
          task.getState().name(),
          Resources.of(task.getResourcesList()).unallocated());
    }
  }
}
