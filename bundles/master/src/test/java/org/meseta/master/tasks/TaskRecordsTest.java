package org.meseta.master.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;

class TaskRecordsTest {
  private static final AgentID AGENT = AgentID.newBuilder().setValue("S0").build();
  private static final FrameworkID FRAMEWORK = FrameworkID.newBuilder().setValue("fw").build();

  private static Task staging() {
    TaskInfo info =
        TaskInfo.newBuilder()
            .setName("t")
            .setTaskId(TaskID.newBuilder().setValue("t"))
            .setAgentId(AGENT)
            .setCommand(CommandInfo.newBuilder().setUser("alice"))
            .build();
    return TaskRecords.launched(info, FRAMEWORK, AGENT);
  }

  private static TaskStatus status(TaskState state) {
    return TaskStatus.newBuilder()
        .setTaskId(TaskID.newBuilder().setValue("t"))
        .setState(state)
        .setUuid(ByteString.copyFromUtf8(state.name()))
        .setData(ByteString.copyFromUtf8("bulky"))
        .build();
  }

  private static Task after(Task task, TaskState status, TaskState latest) {
    return TaskRecords.updated(TaskRecords.told(task, status(status)), status(status), latest);
  }

  @Test
  void beginsInStaging() {
    assertThat(staging().getState()).isEqualTo(TaskState.TASK_STAGING);
    assertThat(staging().getUser()).isEqualTo("alice");
    assertThat(staging().hasExecutorId()).isFalse();
    assertThat(staging().hasStatusUpdateState()).isFalse();
  }

  @ParameterizedTest(name = "{0}, then a status {1} with latest {2}: is {3}, last told {4}")
  @CsvSource({
    "TASK_STAGING,  TASK_STARTING, TASK_STARTING, TASK_STARTING, TASK_STARTING",
    "TASK_STAGING,  TASK_STARTING, TASK_RUNNING,  TASK_RUNNING,  TASK_STARTING",
    "TASK_STARTING, TASK_RUNNING,  TASK_FINISHED, TASK_FINISHED, TASK_RUNNING",
    "TASK_RUNNING,  TASK_FAILED,   TASK_FAILED,   TASK_FAILED,   TASK_FAILED",
    "TASK_FINISHED, TASK_RUNNING,  TASK_RUNNING,  TASK_FINISHED, TASK_RUNNING",
    "TASK_FINISHED, TASK_KILLED,   TASK_KILLED,   TASK_FINISHED, TASK_KILLED",
    "TASK_LOST,     TASK_RUNNING,  TASK_RUNNING,  TASK_LOST,     TASK_RUNNING",
    "TASK_GONE_BY_OPERATOR, TASK_FINISHED, TASK_FINISHED, TASK_GONE_BY_OPERATOR, TASK_FINISHED",
    "TASK_UNREACHABLE, TASK_RUNNING, TASK_RUNNING, TASK_RUNNING, TASK_RUNNING",
  })
  void movesOnButNeverOutOfAnEnd(
      TaskState before, TaskState status, TaskState latest, TaskState state, TaskState told) {
    Task task = staging().toBuilder().setState(before).build();
    Task updated = after(task, status, latest);
    assertThat(updated.getState()).isEqualTo(state);
    assertThat(updated.getStatusUpdateState()).isEqualTo(told);
    assertThat(updated.getStatusUpdateUuid()).isEqualTo(status(status).getUuid());
  }

  @Test
  void keepsTheNewestOfStatusesThatRepeatAStateAndNoData() {
    Task task = staging();
    for (TaskState state :
        List.of(TaskState.TASK_RUNNING, TaskState.TASK_RUNNING, TaskState.TASK_FINISHED)) {
      task = after(task, state, state);
    }
    assertThat(task.getStatusesList())
        .extracting(TaskStatus::getState)
        .containsExactly(TaskState.TASK_RUNNING, TaskState.TASK_FINISHED);
    assertThat(task.getStatusesList()).noneMatch(TaskStatus::hasData);
  }

  @Test
  void remembersWhatTheFrameworkWasToldWhileOtherStatusesCome() {
    Task running = after(staging(), TaskState.TASK_RUNNING, TaskState.TASK_RUNNING);
    TaskStatus lost = status(TaskState.TASK_LOST).toBuilder().clearUuid().build();
    Task updated = TaskRecords.updated(running, lost, TaskState.TASK_LOST);
    assertThat(updated.getState()).isEqualTo(TaskState.TASK_LOST);
    assertThat(updated.getStatusUpdateState()).isEqualTo(TaskState.TASK_RUNNING);
    assertThat(updated.getStatusUpdateUuid()).isEqualTo(running.getStatusUpdateUuid());
  }
}
