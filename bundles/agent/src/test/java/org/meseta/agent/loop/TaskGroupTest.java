package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.RunTaskGroup;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskState;

class TaskGroupTest {
  @TempDir Path folder;

  @Test
  void tellsThatAnExecutorWhichItDoesNotRunIsGone() {
    Rig rig = new Rig(folder.resolve("work")).up();
    ExecutorInfo.Builder executor = ExecutorInfo.newBuilder();
    executor.getExecutorIdBuilder().setValue("own");
    rig.run(Rig.framework(), Rig.task("true").toBuilder().setExecutor(executor).build());
    assertThat(rig.link.states()).containsExactly(TaskState.TASK_FAILED);
    assertThat(rig.link.sent)
        .filteredOn(AgentMessage::hasExitedExecutor)
        .extracting(m -> m.getExitedExecutor().getExecutorId().getValue())
        .containsExactly("own");
  }

  @Test
  void tellsThatItRunsNoGroups() {
    Rig rig = new Rig(folder.resolve("work")).up();
    ExecutorID executor = ExecutorID.newBuilder().setValue("e").build();
    rig.send(
        MasterMessage.newBuilder()
            .setRunTaskGroup(
                RunTaskGroup.newBuilder()
                    .setFramework(Rig.framework())
                    .setExecutor(ExecutorInfo.newBuilder().setExecutorId(executor))
                    .addTasks(Rig.task("true"))
                    .addTasks(Rig.task(TaskID.newBuilder().setValue("t2").build(), "true"))));
    assertThat(rig.link.states()).containsExactly(TaskState.TASK_FAILED, TaskState.TASK_FAILED);
    assertThat(rig.link.last().getMessage()).contains("task groups");
    assertThat(rig.link.sent)
        .filteredOn(AgentMessage::hasExitedExecutor)
        .extracting(m -> m.getExitedExecutor().getExecutorId())
        .containsExactly(executor);
    assertThat(rig.host.boxes).isEmpty();
  }
}
