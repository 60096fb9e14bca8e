package org.meseta.agent.delivery;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.checkpoint.Checkpoints;
import org.meseta.agent.executors.Ledger;
import org.meseta.agent.state.TaskKey;
import org.meseta.agent.state.TaskStates;
import org.meseta.agent.updates.UpdateStream;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.meseta.plugin.Timers.Timer;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.StatusUpdate;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.TaskStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets each update of each task to its framework: writes it down, sends it when it is its turn, and
 * sends it again until it is acknowledged. Belongs to the agent's loop.
 */
public final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final Duration DISK_RETRY = Duration.ofSeconds(10);

  private final Ledger ledger;
  private final Checkpoints checkpoints;
  private final Outbox outbox;
  private final Timers timers;
  private final Metrics.Counter valid;
  private final Metrics.Counter invalid;
  private final Map<TaskKey, Channel> channels = new LinkedHashMap<>();
  private Listener listener = new Listener() {};
  private boolean paused = true;

  /** Who wants to know what became of the end of a task. */
  public interface Listener {
    /** The end of the task is written down (if its framework checkpoints). */
    default void endIsDurable(TaskKey key) {}

    /** The framework has acknowledged the end of the task. */
    default void endIsAcknowledged(TaskKey key) {}
  }

  /** Begins paused. */
  public Delivery(
      Ledger ledger, Checkpoints checkpoints, Outbox outbox, Timers timers, Metrics metrics) {
    this.ledger = ledger;
    this.checkpoints = checkpoints;
    this.outbox = outbox;
    this.timers = timers;
    this.valid = metrics.counter("slave/valid_status_updates");
    this.invalid = metrics.counter("slave/invalid_status_updates");
  }

  /** There is one listener. */
  public void listener(Listener only) {
    this.listener = only;
  }

  /**
   * A task has something to tell.
   *
   * @param status with a uuid
   * @param metaTask where it is written down before it is sent; empty if it need not be
   */
  public void update(TaskKey key, TaskStatus status, Optional<Path> metaTask) {
    Channel channel = channels.computeIfAbsent(key, k -> new Channel(metaTask));
    LOG.info("Task {} is {}: {}", key, status.getState(), status.getMessage());
    valid.increment();
    ledger.status(key, status);
    channel.unwritten.add(status);
    if (channel.unwritten.size() == 1) {
      write(key, channel);
    }
  }

  /** Takes over what a former life of the agent had not delivered. Nothing is written. */
  public void restore(TaskKey key, UpdateStream stream, Optional<Path> metaTask) {
    channels.put(key, new Channel(metaTask, stream));
  }

  /** The framework knew the end of a task that was taken over. */
  public void forget(TaskKey key) {
    close(key, channels.get(key));
    listener.endIsAcknowledged(key);
  }

  /** The framework has acknowledged an update. */
  public void acknowledge(TaskKey key, ByteString uuid) {
    Channel channel = channels.get(key);
    if (channel == null) {
      LOG.warn("An acknowledgement for task {}, which has no updates", key);
      invalid.increment();
      return;
    }
    UpdateStream.Acknowledgement judged = channel.stream.judge(uuid);
    if (judged != UpdateStream.Acknowledgement.TAKEN || uuid.equals(channel.acknowledging)) {
      LOG.info("An acknowledgement for task {} is passed over: {}", key, judged);
      return;
    }
    channel.acknowledging = uuid;
    channel.cancelRetry();
    writeAcknowledgement(key, channel, uuid);
  }

  /** Whether something of the task is not acknowledged. */
  public boolean has(TaskKey key) {
    return channels.containsKey(key);
  }

  /** Whether the end of the task is acknowledged, and that is not yet written down. */
  public boolean isClosing(TaskKey key) {
    Channel channel = channels.get(key);
    return channel != null
        && channel.acknowledging != null
        && channel.stream.head().filter(h -> TaskStates.isTerminal(h.getState())).isPresent();
  }

  /** Nobody waits for what was told of the task so far: its id, which has no run, is used again. */
  public void supersede(TaskKey key) {
    close(key, channels.get(key));
  }

  /** There is no master to talk to. */
  public void pause() {
    paused = true;
    channels.values().forEach(Channel::cancelRetry);
  }

  /** The agent is registered: everything that waits is sent at once. */
  public void resume() {
    paused = false;
    for (Map.Entry<TaskKey, Channel> entry : List.copyOf(channels.entrySet())) {
      entry.getValue().stream.startOver();
      send(entry.getKey(), entry.getValue());
    }
  }

  /** Nobody wants to know about tasks of this framework any more. */
  public void drop(FrameworkID framework) {
    List<TaskKey> keys =
        channels.keySet().stream().filter(k -> k.framework().equals(framework)).toList();
    for (TaskKey key : keys) {
      close(key, channels.get(key));
    }
  }

  private void write(TaskKey key, Channel channel) {
    TaskStatus status = channel.unwritten.getFirst();
    if (channel.metaTask.isEmpty()) {
      written(key, channel, null);
    } else {
      checkpoints
          .update(channel.metaTask.get(), status)
          .whenComplete((done, failure) -> written(key, channel, failure));
    }
  }

  private void written(TaskKey key, Channel channel, @Nullable Throwable failure) {
    if (channels.get(key) != channel) {
      return;
    }
    if (failure != null) {
      LOG.error("Cannot write down an update of task {}; trying again", key, failure);
      timers.schedule(DISK_RETRY, () -> rewrite(key, channel));
      return;
    }
    TaskStatus status = channel.unwritten.removeFirst();
    boolean first = channel.stream.head().isEmpty();
    channel.stream.add(status);
    if (TaskStates.isTerminal(status.getState())) {
      listener.endIsDurable(key);
    }
    if (first) {
      send(key, channel);
    }
    if (!channel.unwritten.isEmpty()) {
      write(key, channel);
    }
  }

  private void rewrite(TaskKey key, Channel channel) {
    if (channels.get(key) == channel) {
      write(key, channel);
    }
  }

  private void send(TaskKey key, Channel channel) {
    channel.cancelRetry();
    Optional<TaskStatus> head = channel.stream.head();
    if (paused || head.isEmpty() || channel.acknowledging != null) {
      return;
    }
    StatusUpdate.Builder update =
        StatusUpdate.newBuilder().setFrameworkId(key.framework()).setStatus(head.get());
    ledger.task(key).ifPresent(task -> update.setLatestState(task.getState()));
    outbox.send(AgentMessage.newBuilder().setStatusUpdate(update).build());
    ledger.forwarded(key, head.get());
    channel.retry = timers.schedule(channel.stream.nextRetry(), () -> send(key, channel));
  }

  private void writeAcknowledgement(TaskKey key, Channel channel, ByteString uuid) {
    if (channel.metaTask.isEmpty()) {
      acknowledged(key, channel, uuid, null);
    } else {
      checkpoints
          .acknowledged(channel.metaTask.get(), uuid)
          .whenComplete((done, failure) -> acknowledged(key, channel, uuid, failure));
    }
  }

  private void acknowledged(
      TaskKey key, Channel channel, ByteString uuid, @Nullable Throwable failure) {
    if (channels.get(key) != channel) {
      return;
    }
    if (failure != null) {
      // Never sent again: the master may hold another task with this id by now.
      LOG.error("Cannot write down that task {} is acknowledged; trying again", key, failure);
      timers.schedule(DISK_RETRY, () -> rewriteAcknowledgement(key, channel, uuid));
      return;
    }
    channel.acknowledging = null;
    channel.stream.acknowledge(uuid);
    if (channel.stream.closed()) {
      if (channel.stream.backlog() > 0) {
        LOG.warn("Task {} had more to tell after its end; dropped", key);
      }
      close(key, channel);
      listener.endIsAcknowledged(key);
    } else {
      send(key, channel);
    }
  }

  private void rewriteAcknowledgement(TaskKey key, Channel channel, ByteString uuid) {
    if (channels.get(key) == channel) {
      writeAcknowledgement(key, channel, uuid);
    }
  }

  private void close(TaskKey key, @Nullable Channel channel) {
    if (channel != null && channels.remove(key, channel)) {
      channel.cancelRetry();
      channel
          .metaTask
          .map(checkpoints::closeUpdates)
          .ifPresent(c -> c.whenComplete((done, failure) -> warn(key, failure)));
    }
  }

  private static void warn(TaskKey key, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.warn("Cannot close the updates of task {}", key, failure);
    }
  }

  private static final class Channel {
    final Optional<Path> metaTask;
    final UpdateStream stream;
    final Deque<TaskStatus> unwritten = new ArrayDeque<>();
    @Nullable ByteString acknowledging;
    @Nullable Timer retry;

    Channel(Optional<Path> metaTask) {
      this(metaTask, new UpdateStream());
    }

    Channel(Optional<Path> metaTask, UpdateStream stream) {
      this.metaTask = metaTask;
      this.stream = stream;
    }

    void cancelRetry() {
      if (retry != null) {
        retry.cancel();
        retry = null;
      }
    }
  }
}
