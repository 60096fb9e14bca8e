package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meseta.agent.operations.Operations;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalFramework;
import org.meseta.protocol.link.ReregisterAgent.CompletedFramework;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.resources.Resources;

class ReregistrationTest {

  @Test
  void sendsTheNewestTasksOfALongHistory() {
    List<LocalExecutor> executors = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      executors.add(completed("t" + i));
    }
    LocalFramework framework = new LocalFramework(Rig.framework(), Map.of(), executors);
    Host host =
        new Host(
            AgentInfo.newBuilder().setHostname("localhost").setId(Rig.agentId()).build(),
            Instant.EPOCH,
            true,
            Optional.empty(),
            Resources.empty(),
            Map.of(),
            Map.of(),
            List.of(framework));

    CompletedFramework sent =
        Reregistration.of(host, new Operations.Written(Resources.empty(), List.of()))
            .getReregister()
            .getCompletedFrameworksList()
            .get(0);

    assertThat(sent.getTasksCount()).isEqualTo(1000);
    assertThat(sent.getTasks(0).getTaskId().getValue()).isEqualTo("t200");
    assertThat(sent.getTasks(999).getTaskId().getValue()).isEqualTo("t1199");
  }

  private static LocalExecutor completed(String task) {
    TaskID id = TaskID.newBuilder().setValue(task).build();
    return new LocalExecutor(
        ExecutorInfo.getDefaultInstance(),
        true,
        LocalExecutor.Phase.TERMINATED,
        ContainerID.getDefaultInstance(),
        Path.of("/sandbox"),
        Resources.empty(),
        Map.of(),
        Map.of(),
        List.of(
            Task.newBuilder()
                .setTaskId(id)
                .setName(task)
                .setFrameworkId(Rig.FRAMEWORK)
                .setAgentId(Rig.agentId())
                .setState(TaskState.TASK_FINISHED)
                .build()));
  }
}
