package org.meseta.agent.calls;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.meseta.agent.runs.TaskRuns;
import org.meseta.agent.state.TaskKey;
import org.meseta.protocol.link.RunTask;
import org.meseta.protocol.v1.FrameworkID;

/**
 * Tasks whose id still belongs to a run that nobody asks about any more: each waits until the run
 * is gone. Belongs to the agent's loop.
 */
public final class WaitingTasks {
  private final TaskRuns runs;
  private final Map<TaskKey, Waiting> waiting = new HashMap<>();

  /**
   * A task that waits.
   *
   * @param killed whether somebody has killed it meanwhile
   */
  record Waiting(TaskKey key, RunTask call, boolean killed) {}

  public WaitingTasks(TaskRuns runs) {
    this.runs = runs;
  }

  /**
   * Lets a task wait.
   *
   * @param next is given it when the run is gone, unless it was dropped meanwhile
   * @return false if one with this id waits already
   */
  boolean add(TaskKey key, RunTask call, Consumer<Waiting> next) {
    if (waiting.putIfAbsent(key, new Waiting(key, call, false)) != null) {
      return false;
    }
    runs.queue(call.getFramework(), call.getTask(), () -> leave(key, next));
    return true;
  }

  private void leave(TaskKey key, Consumer<Waiting> next) {
    Waiting gone = waiting.remove(key);
    if (gone != null) {
      next.accept(gone);
    }
  }

  /**
   * The task shall not run.
   *
   * @return false if none with this id waits
   */
  public boolean kill(TaskKey key) {
    return waiting.computeIfPresent(key, (k, w) -> new Waiting(k, w.call(), true)) != null;
  }

  /** Nobody wants to know about tasks of this framework any more. */
  public void drop(FrameworkID framework) {
    waiting.keySet().removeIf(key -> key.framework().equals(framework));
  }
}
