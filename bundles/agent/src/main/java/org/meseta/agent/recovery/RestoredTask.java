package org.meseta.agent.recovery;

import java.time.Duration;
import java.util.Optional;
import org.meseta.agent.checkpoint.Recovered;
import org.meseta.agent.executors.Ledger;
import org.meseta.agent.runs.TaskRuns.Restored;
import org.meseta.agent.state.TaskKey;
import org.meseta.agent.state.TaskStates;
import org.meseta.agent.updates.UpdateStream;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;

/** Replays what was written down about a task. */
final class RestoredTask {
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(3);

  private final UpdateStream stream = new UpdateStream();
  private boolean over;
  private boolean told;
  private boolean killing;

  /** Whether the framework knows of the task's end. */
  static boolean done(Recovered.Run run) {
    RestoredTask alone = new RestoredTask();
    run.updates().forEach(alone::replay);
    return alone.stream.closed();
  }

  /** Replays the records into the ledger, which holds the task. */
  static RestoredTask replay(Recovered.Run run, TaskKey key, Ledger ledger) {
    RestoredTask restored = new RestoredTask();
    for (Recovered.Update update : run.updates()) {
      if (update instanceof Recovered.Update.Made made) {
        ledger.status(key, made.status());
      } else {
        restored.stream.head().ifPresent(head -> ledger.forwarded(key, head));
      }
      restored.replay(update);
    }
    // It may have been told, and is told next.
    restored.stream.head().ifPresent(head -> ledger.forwarded(key, head));
    return restored;
  }

  private void replay(Recovered.Update update) {
    if (update instanceof Recovered.Update.Made made) {
      made(made.status());
    } else if (update instanceof Recovered.Update.Acknowledged acknowledged) {
      stream.acknowledge(acknowledged.uuid());
    }
  }

  private void made(TaskStatus status) {
    stream.add(status);
    told = true;
    over |= TaskStates.isTerminal(status.getState());
    killing |= status.getState() == TaskState.TASK_KILLING;
  }

  UpdateStream stream() {
    return stream;
  }

  /**
   * What the runs need to know.
   *
   * @param rebooted then what was not told may have run all the same
   */
  Restored summary(Recovered.Run run, boolean rebooted) {
    Optional<Duration> grace =
        killing ? run.killGrace().or(() -> Optional.of(DEFAULT_GRACE)) : run.killGrace();
    return new Restored(over, !told && !rebooted, grace);
  }
}
