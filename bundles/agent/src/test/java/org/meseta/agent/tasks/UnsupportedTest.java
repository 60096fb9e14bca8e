package org.meseta.agent.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ContainerInfo;
import org.meseta.protocol.v1.DurationInfo;
import org.meseta.protocol.v1.HealthCheck;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskInfo;

class UnsupportedTest {

  @Test
  void findsNothingInAPlainCommandTask() {
    assertThat(Unsupported.in(task().build())).isEmpty();
    ContainerInfo plain = ContainerInfo.newBuilder().setType(ContainerInfo.Type.MESOS).build();
    assertThat(Unsupported.in(task().setContainer(plain).build())).isEmpty();
  }

  @Test
  void namesWhatTheAgentDoesNotDo() {
    assertThat(
            Unsupported.in(
                task().setMaxCompletionTime(DurationInfo.newBuilder().setNanoseconds(1)).build()))
        .hasValueSatisfying(text -> assertThat(text).contains("max_completion_time"));
    assertThat(Unsupported.in(task().setHealthCheck(HealthCheck.getDefaultInstance()).build()))
        .hasValue("a health check");
    assertThat(
            Unsupported.in(
                task()
                    .setCommand(
                        CommandInfo.newBuilder()
                            .setValue("true")
                            .addUris(CommandInfo.URI.newBuilder().setValue("file:///x")))
                    .build()))
        .hasValueSatisfying(text -> assertThat(text).contains("uris"));
    assertThat(
            Unsupported.in(
                task()
                    .setContainer(ContainerInfo.newBuilder().setType(ContainerInfo.Type.DOCKER))
                    .build()))
        .hasValue("a Docker container");
  }

  private static TaskInfo.Builder task() {
    return TaskInfo.newBuilder()
        .setName("t")
        .setTaskId(TaskID.newBuilder().setValue("t"))
        .setAgentId(AgentID.newBuilder().setValue("a"))
        .setCommand(CommandInfo.newBuilder().setValue("true"));
  }
}
