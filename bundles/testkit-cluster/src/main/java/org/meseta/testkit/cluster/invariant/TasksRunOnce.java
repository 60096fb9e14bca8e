package org.meseta.testkit.cluster.invariant;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.world.World;

/** The command of a task is started at most once, wherever. */
final class TasksRunOnce implements Invariant {
  private final Map<TaskName, String> hosts = new HashMap<>();

  TasksRunOnce(World world) {}

  @Override
  public Optional<String> happened(Occurrence occurrence) {
    if (occurrence instanceof Occurrence.Ran ran && ran.begun()) {
      TaskName task = TaskName.of(ran.framework(), ran.task());
      String before = hosts.put(task, ran.host());
      if (before != null) {
        return Optional.of(task + " ran on " + before + " and runs again on " + ran.host());
      }
    }
    return Optional.empty();
  }
}
