package org.meseta.agent.updates;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.meseta.agent.state.TaskStates;
import org.meseta.protocol.v1.TaskStatus;

/**
 * The updates of one task on their way to its framework: in order, one at a time, each until it is
 * acknowledged.
 */
public final class UpdateStream {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
  private static final Duration LAST_RETRY = Duration.ofMinutes(10);

  private final Deque<TaskStatus> waiting = new ArrayDeque<>();
  private final Set<ByteString> received = new HashSet<>();
  private final Set<ByteString> acknowledged = new HashSet<>();
  private Duration retry = FIRST_RETRY;
  private boolean closed;

  /** What became of an acknowledgement. */
  public enum Acknowledgement {
    /** The update is done with; the next one is the head now. */
    TAKEN,
    /** It was done with already. */
    DUPLICATE,
    /** It is not the one that is on its way. */
    UNEXPECTED
  }

  /**
   * Adds an update.
   *
   * @return false if it was here before, acknowledged or not
   */
  public boolean add(TaskStatus update) {
    if (!received.add(update.getUuid())) {
      return false;
    }
    waiting.add(update);
    return true;
  }

  /** The one that is on its way, or is to be sent. */
  public Optional<TaskStatus> head() {
    return Optional.ofNullable(waiting.peek());
  }

  /** What an acknowledgement with this uuid would do. Changes nothing. */
  public Acknowledgement judge(ByteString uuid) {
    if (acknowledged.contains(uuid)) {
      return Acknowledgement.DUPLICATE;
    }
    boolean due = head().filter(h -> h.getUuid().equals(uuid)).isPresent();
    return due ? Acknowledgement.TAKEN : Acknowledgement.UNEXPECTED;
  }

  /** The head is acknowledged. */
  public Acknowledgement acknowledge(ByteString uuid) {
    Acknowledgement judged = judge(uuid);
    if (judged == Acknowledgement.TAKEN) {
      acknowledged.add(uuid);
      closed = TaskStates.isTerminal(waiting.remove().getState());
      startOver();
    }
    return judged;
  }

  /** Whether the end of the task is acknowledged: nothing more is to be sent. */
  public boolean closed() {
    return closed;
  }

  /** How many updates are not acknowledged. */
  public int backlog() {
    return waiting.size();
  }

  /** How long to wait for the acknowledgement of what is sent now; each time twice as long. */
  public Duration nextRetry() {
    Duration now = retry;
    Duration twice = retry.multipliedBy(2);
    retry = twice.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : twice;
    return now;
  }

  /** The next retry is a first one again. */
  public void startOver() {
    retry = FIRST_RETRY;
  }
}
