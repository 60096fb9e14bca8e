package org.meseta.shell;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Master;
import org.meseta.master.api.Outcome;
import org.meseta.master.state.Framework;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.TaskID;

/** {@code mesos:kill}. */
@Service
@Command(
    scope = "mesos",
    name = "kill",
    description = "Kills a task; its framework is told, and may start another")
public final class KillCommand extends MasterCommand {

  @Argument(name = "task", description = "Its id", required = true)
  @Completion(TaskIds.class)
  @Nullable String task;

  @Option(
      name = "--framework",
      description = "The id of its framework, where several have a task of this id")
  @Completion(FrameworkIds.class)
  @Nullable String framework;

  @Override
  CompletionStage<Outcome> ask(Master of, Principal principal) {
    TaskID id = TaskID.newBuilder().setValue(Present.of(task)).build();
    List<FrameworkID> owners =
        of.cluster().frameworks().values().stream()
            .filter(f -> f.tasks().containsKey(id))
            .map(Framework::id)
            .filter(owner -> framework == null || owner.getValue().equals(framework))
            .toList();
    if (owners.size() == 1) {
      return of.kill(principal, owners.get(0), id);
    }
    return CompletableFuture.completedFuture(
        Outcome.invalid(
            owners.isEmpty()
                ? "No running task has the id " + task
                : "Several frameworks have a task " + task + ": name one with --framework"));
  }

  @Override
  String done() {
    return "Task " + task + " is being killed.";
  }
}
