package org.meseta.testkit.cluster.invariant;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.scheduler.Memory;
import org.meseta.testkit.cluster.scheduler.SimulatedScheduler;
import org.meseta.testkit.cluster.world.World;

/**
 * At rest a scheduler knows what has become of each of its tasks; of one that has run and is
 * checkpointed it knows that from the agent, whose updates are not lost unless it is gone for good.
 */
final class EverySchedulerLearnsEveryEnd implements Invariant {
  private final World world;
  private final Set<TaskName> over = new HashSet<>();
  private final Set<AgentID> gone = new HashSet<>();

  EverySchedulerLearnsEveryEnd(World world) {
    this.world = world;
  }

  @Override
  public Optional<String> happened(Occurrence occurrence) {
    if (occurrence instanceof Occurrence.Ran ran && !ran.begun()) {
      over.add(TaskName.of(ran.framework(), ran.task()));
    } else if (occurrence instanceof Occurrence.Gone agent) {
      gone.add(agent.agent());
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> holdsAtRest() {
    return world.schedulers().stream()
        .flatMap(scheduler -> unknown(scheduler, scheduler.memory()).stream())
        .findFirst();
  }

  private Optional<String> unknown(SimulatedScheduler scheduler, Memory memory) {
    FrameworkID framework = memory.id().orElseThrow();
    for (Memory.Known task : memory.tasks().values()) {
      boolean ended = over.contains(TaskName.of(framework, task.id()));
      if (ended && !task.isOver()) {
        return Optional.of(scheduler + " does not know that this has ended: " + task);
      }
      boolean told = task.isOverAsTheAgentSays() || gone.contains(task.agent());
      if (ended && scheduler.temper().checkpoint() && !told) {
        return Optional.of(scheduler + " has not heard from the agent how this ended: " + task);
      }
    }
    return Optional.empty();
  }
}
