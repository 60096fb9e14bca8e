package org.meseta.agent.executors;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalFramework;
import org.meseta.agent.state.TaskKey;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.Operation;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.resources.Resources;

/** What the agent knows, while it changes. Belongs to the agent's loop. */
public final class Ledger {
  private static final int MOST_COMPLETED_FRAMEWORKS = 50;

  private final int mostCompletedExecutors;
  private Host host;

  /**
   * @param mostCompletedExecutors how many completed executors of each framework are kept
   */
  public Ledger(Host host, int mostCompletedExecutors) {
    this.host = host;
    this.mostCompletedExecutors = mostCompletedExecutors;
  }

  /** All of it now. */
  public Host host() {
    return host;
  }

  /** The agent has got its id, or found it again. */
  public void identity(AgentInfo info) {
    host = host.with(info);
  }

  public void recovered() {
    host = host.afterRecovery();
  }

  public void registeredWith(Optional<MasterInfo> master) {
    host = host.registeredWith(master);
  }

  /** What the agent has, and the operations that made it so. */
  public void resources(Resources total, Map<ByteString, Operation> operations) {
    host = host.with(total, operations);
  }

  public Optional<LocalFramework> framework(FrameworkID id) {
    return Optional.ofNullable(host.frameworks().get(id));
  }

  public Optional<LocalExecutor> executor(FrameworkID framework, ExecutorID id) {
    return framework(framework).map(f -> f.executors().get(id));
  }

  public Optional<Task> task(TaskKey key) {
    return framework(key.framework()).flatMap(f -> f.task(key.task()));
  }

  /** A framework has come, or says something new about itself. */
  public void framework(FrameworkInfo info) {
    if (framework(info.getId()).isEmpty()) {
      host = host.revived(info.getId());
    }
    host =
        host.with(
            framework(info.getId())
                .map(f -> f.with(info))
                .orElseGet(() -> LocalFramework.of(info)));
  }

  /** An executor has come, or changed. Its framework is known. */
  public void executor(FrameworkID framework, LocalExecutor executor) {
    host = host.with(known(framework).with(executor));
  }

  /** A task waits for the executor of an earlier one with its id to be over. */
  public void queue(TaskKey key, Task waiting) {
    holder(key).ifPresent(e -> executor(key.framework(), e.queue(waiting)));
  }

  /** Notes an update of a task: its state, and the update in its history. */
  public void status(TaskKey key, TaskStatus status) {
    change(key, task -> Statuses.noted(task, status));
  }

  /** The update that the framework is told of now, as the master keeps it. */
  public void forwarded(TaskKey key, TaskStatus status) {
    change(
        key,
        task ->
            task.toBuilder()
                .setStatusUpdateState(status.getState())
                .setStatusUpdateUuid(status.getUuid())
                .build());
  }

  /** The end of a task is acknowledged. */
  public void completeTask(TaskKey key) {
    holder(key)
        .ifPresent(
            e -> {
              Task task = e.tasks().get(key.task());
              if (task != null) {
                executor(key.framework(), e.completed(task));
              }
            });
  }

  /** The executor is over and nothing of it waits for anything. */
  public void completeExecutor(FrameworkID framework, LocalExecutor executor) {
    host = host.with(known(framework).completed(executor.withoutQueue(), mostCompletedExecutors));
  }

  /** The framework has nothing here any more. */
  public void completeFramework(FrameworkID id) {
    host = host.completed(known(id), MOST_COMPLETED_FRAMEWORKS);
  }

  private void change(TaskKey key, UnaryOperator<Task> change) {
    holder(key)
        .ifPresent(
            e -> {
              Task task = e.tasks().get(key.task());
              if (task != null) {
                executor(key.framework(), e.with(change.apply(task)));
              }
            });
  }

  private Optional<LocalExecutor> holder(TaskKey key) {
    return framework(key.framework()).flatMap(f -> f.holder(key.task()));
  }

  private LocalFramework known(FrameworkID id) {
    return framework(id)
        .orElseThrow(() -> new IllegalStateException("no framework " + id.getValue()));
  }
}
