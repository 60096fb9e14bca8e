package org.meseta.master.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.master.state.AgentStanding;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;

class ReconciliationTest {
  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00.5Z");
  private static final Call.Reconcile.Task ASKED =
      Call.Reconcile.Task.newBuilder()
          .setTaskId(TaskID.newBuilder().setValue("t"))
          .setAgentId(AgentID.newBuilder().setValue("S0"))
          .build();

  @ParameterizedTest
  @CsvSource({
    "REGISTERED,  true,  TASK_GONE",
    "REGISTERED,  false, TASK_LOST",
    "UNREACHABLE, true,  TASK_UNREACHABLE",
    "UNREACHABLE, false, TASK_LOST",
    "GONE,        true,  TASK_GONE_BY_OPERATOR",
    "GONE,        false, TASK_LOST",
    "UNKNOWN,     true,  TASK_UNKNOWN",
    "UNKNOWN,     false, TASK_LOST",
  })
  void saysWhatIsKnownOfATask(AgentStanding agent, boolean aware, TaskState state) {
    boolean unreachable = agent == AgentStanding.UNREACHABLE;
    TaskStatus status =
        Reconciliation.unknown(ASKED, agent, unreachable ? NOW : null, aware, NOW).orElseThrow();
    assertThat(status.getState()).isEqualTo(state);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_RECONCILIATION);
    assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_MASTER);
    assertThat(status.getMessage()).startsWith("Reconciliation: ");
    assertThat(status.getAgentId()).isEqualTo(ASKED.getAgentId());
    assertThat(status.hasUnreachableTime()).isEqualTo(unreachable);
    assertThat(status.hasUuid()).isFalse();
    assertThat(status.getTimestamp()).isEqualTo(1577836800.5);
  }

  @Test
  void saysNothingAsLongAsTheAgentMayComeFromAnotherMaster() {
    assertThat(Reconciliation.unknown(ASKED, AgentStanding.AWAITED, null, true, NOW)).isEmpty();
  }

  @Test
  void writesMomentsInNanoseconds() {
    assertThat(Reconciliation.time(NOW).getNanoseconds()).isEqualTo(1577836800_500_000_000L);
  }
}
