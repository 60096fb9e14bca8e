package org.meseta.agent.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskInfo;

class CommandTasksTest {

  @Test
  void aTaskShowsAUserOnlyIfItsCommandNamesOne() {
    assertThat(staging(CommandInfo.newBuilder()).hasUser()).isFalse();
    assertThat(staging(CommandInfo.newBuilder().setUser("")).hasUser()).isFalse();
    assertThat(staging(CommandInfo.newBuilder().setUser("carol")).getUser()).isEqualTo("carol");
  }

  private static Task staging(CommandInfo.Builder command) {
    return CommandTasks.staging(
        FrameworkID.newBuilder().setValue("f").build(),
        TaskInfo.newBuilder()
            .setName("t")
            .setTaskId(TaskID.newBuilder().setValue("t"))
            .setAgentId(AgentID.newBuilder().setValue("a"))
            .setCommand(command.setValue("true"))
            .build());
  }
}
