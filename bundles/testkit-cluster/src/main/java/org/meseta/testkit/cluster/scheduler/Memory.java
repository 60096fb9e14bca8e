package org.meseta.testkit.cluster.scheduler;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;

/** What a scheduler keeps on disk about one framework: it survives the scheduler's process. */
public final class Memory {
  private static final Set<TaskState> OVER =
      EnumSet.of(
          TaskState.TASK_FINISHED,
          TaskState.TASK_FAILED,
          TaskState.TASK_KILLED,
          TaskState.TASK_ERROR,
          TaskState.TASK_LOST,
          TaskState.TASK_DROPPED,
          TaskState.TASK_GONE,
          TaskState.TASK_GONE_BY_OPERATOR,
          TaskState.TASK_UNKNOWN);

  private final Map<TaskID, Known> tasks = new LinkedHashMap<>();
  private @Nullable FrameworkID id;
  private boolean removed;

  /** A task as its scheduler knows it. */
  public static final class Known {
    private final TaskID id;
    private final AgentID agent;
    private final List<TaskStatus> heard = new ArrayList<>();
    private long lastNanos;

    Known(TaskID id, AgentID agent, long nanos) {
      this.id = id;
      this.agent = agent;
      this.lastNanos = nanos;
    }

    /** Its id. */
    public TaskID id() {
      return id;
    }

    /** Where it was launched. */
    public AgentID agent() {
      return agent;
    }

    /** All that was heard of it, in order. */
    public List<TaskStatus> heard() {
      return heard;
    }

    /** Its state as it was last heard; STAGING if nothing was heard. */
    public TaskState state() {
      return heard.isEmpty() ? TaskState.TASK_STAGING : heard.get(heard.size() - 1).getState();
    }

    /** Whether its last state is one in which nothing more is to be expected of it. */
    public boolean isOver() {
      return OVER.contains(state());
    }

    /** Whether an agent has said that nothing more is to be expected of it. */
    public boolean isOverAsTheAgentSays() {
      return heard.stream().anyMatch(s -> !s.getUuid().isEmpty() && OVER.contains(s.getState()));
    }

    /** Whether it is one of those that run on when all else is over. */
    public boolean isLasting() {
      return id.getValue().contains(Tasks.LASTING);
    }

    @Override
    public String toString() {
      return id.getValue() + " " + heard.stream().map(TaskStatus::getState).toList();
    }

    private boolean runsOrIsOver() {
      return isOver() || state() == TaskState.TASK_RUNNING;
    }

    long lastNanos() {
      return lastNanos;
    }
  }

  /** The framework's id, once it has one. */
  public Optional<FrameworkID> id() {
    return Optional.ofNullable(id);
  }

  void subscribed(FrameworkID framework) {
    id = framework;
  }

  /** Whether the master has said that the framework is no more. */
  public boolean isRemoved() {
    return removed;
  }

  void remove() {
    removed = true;
  }

  /** Its tasks in the order in which they were launched. */
  public Map<TaskID, Known> tasks() {
    return tasks;
  }

  void launched(TaskID task, AgentID agent, long nanos) {
    tasks.put(task, new Known(task, agent, nanos));
  }

  /** How many tasks there are that run on when all else is over. */
  int lasting() {
    return (int) tasks.values().stream().filter(t -> t.isLasting() && !t.isOver()).count();
  }

  /**
   * Whether all is over but for tasks that run on, and these run.
   *
   * @param agents who are there
   */
  public boolean isAtRest(Set<AgentID> agents) {
    return lasting() == Tasks.MOST_LASTING
        && tasks.values().stream()
            .allMatch(t -> t.isLasting() ? t.runsOrIsOver() : t.isOver() || isLost(t, agents));
  }

  /** Whether nobody has the id of its agent, who died before he learned it. */
  private static boolean isLost(Known task, Set<AgentID> agents) {
    return task.state() == TaskState.TASK_UNREACHABLE && !agents.contains(task.agent());
  }

  void heard(TaskStatus status, long nanos) {
    Known known = tasks.get(status.getTaskId());
    if (known != null) {
      known.heard.add(status);
      known.lastNanos = nanos;
    }
  }
}
