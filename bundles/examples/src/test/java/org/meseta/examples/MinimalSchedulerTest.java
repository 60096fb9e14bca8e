package org.meseta.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meseta.http.client.MasterAddress;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.testkit.scheduler.FakeMaster;

@Timeout(30)
class MinimalSchedulerTest {

  @Test
  void runsOneCommandInEachOffer() throws Exception {
    try (FakeMaster master =
        new FakeMaster(
            "cpus:1;mem:64",
            task ->
                List.of(
                    FakeMaster.status(TaskState.TASK_RUNNING, ""),
                    FakeMaster.status(TaskState.TASK_FINISHED, "")))) {
      String end = MinimalScheduler.run(MasterAddress.parse(master.address()), "true", "echo hi");
      assertThat(end).isEqualTo("All tasks ended");
      assertThat(master.calls())
          .filteredOn(call -> call.getAccept().getOperationsCount() > 0)
          .extracting(
              call ->
                  call.getAccept()
                      .getOperations(0)
                      .getLaunch()
                      .getTaskInfos(0)
                      .getCommand()
                      .getValue())
          .containsExactly("true", "echo hi");
      assertThat(master.calls())
          .filteredOn(call -> call.getType() == Call.Type.ACKNOWLEDGE)
          .hasSize(4);
    }
  }

  @Test
  void saysThatTheMasterIsLost() throws Exception {
    FakeMaster master = new FakeMaster("cpus:1;mem:64", task -> List.of());
    master.close();
    assertThat(MinimalScheduler.run(MasterAddress.parse(master.address()), "true"))
        .startsWith("Lost the master: ");
  }

  @Test
  void demoRefusesWrongFlags() {
    assertThat(Demo.run("--master=zk://x")).isEqualTo(2);
    assertThat(Demo.run("--master=a:1", "--timeout=x")).isEqualTo(2);
    assertThat(Demo.run()).isEqualTo(2);
    assertThat(Demo.run("--help")).isZero();
  }
}
