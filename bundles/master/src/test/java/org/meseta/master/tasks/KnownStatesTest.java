package org.meseta.master.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Table;
import org.meseta.plugin.allocator.OfferFilter;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;

class KnownStatesTest {

  private static Framework with(Capability.Type... capabilities) {
    FrameworkInfo.Builder info = FrameworkInfo.newBuilder().setUser("u").setName("n");
    Arrays.stream(capabilities).forEach(type -> info.addCapabilitiesBuilder().setType(type));
    return new Framework(
        info.build(),
        true,
        true,
        false,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        OfferFilter.NONE,
        Table.empty(),
        Table.empty(),
        List.of(),
        Table.empty(),
        Table.empty(),
        Table.empty());
  }

  private static TaskStatus status(TaskState state) {
    return TaskStatus.newBuilder()
        .setTaskId(TaskID.newBuilder().setValue("t"))
        .setState(state)
        .setUuid(ByteString.copyFromUtf8("uuid"))
        .build();
  }

  @ParameterizedTest(name = "{0} is {1} without the capability {2}")
  @CsvSource({
    "TASK_DROPPED,          TASK_LOST,    PARTITION_AWARE",
    "TASK_UNREACHABLE,      TASK_LOST,    PARTITION_AWARE",
    "TASK_GONE,             TASK_LOST,    PARTITION_AWARE",
    "TASK_GONE_BY_OPERATOR, TASK_LOST,    PARTITION_AWARE",
    "TASK_UNKNOWN,          TASK_LOST,    PARTITION_AWARE",
    "TASK_KILLING,          TASK_RUNNING, TASK_KILLING_STATE",
  })
  void writesDownStatesThatAFrameworkDoesNotKnow(
      TaskState state, TaskState plain, Capability.Type capability) {
    TaskStatus status = status(state);
    assertThat(KnownStates.of(with(), status))
        .isEqualTo(status.toBuilder().setState(plain).build());
    assertThat(KnownStates.of(with(capability), status)).isSameAs(status);
  }

  @ParameterizedTest
  @CsvSource({"TASK_STAGING", "TASK_STARTING", "TASK_RUNNING", "TASK_FINISHED", "TASK_FAILED"})
  void leavesStatesThatEverybodyKnows(TaskState state) {
    TaskStatus status = status(state);
    assertThat(KnownStates.of(with(), status)).isSameAs(status);
  }
}
