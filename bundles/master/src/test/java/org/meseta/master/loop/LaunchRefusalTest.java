package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.launch;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.master.loop.MasterRig.taskId;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.PARTITION_AWARE;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ContainerInfo;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.HealthCheck;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OperationID;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.Volume;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.resources.Resources;

class LaunchRefusalTest {
  private final MasterRig rig = new MasterRig();
  private final TestAgent agent = rig.agent("one", "cpus:4;mem:1024;ports:[31000-32000]");
  private final TestScheduler scheduler = rig.scheduler("fw", PARTITION_AWARE).subscribe();

  @BeforeEach
  void offer() {
    rig.seconds(1);
  }

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  private TaskInfo good(String id) {
    return task(id, agent, "cpus:1;mem:64");
  }

  private String refusal(Function<TaskInfo.Builder, TaskInfo.Builder> change) {
    scheduler.launch(scheduler.lastOffer(), change.apply(good("bad").toBuilder()).build());
    TaskStatus status = scheduler.lastUpdate();
    assertThat(status.getState()).isEqualTo(TaskState.TASK_ERROR);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_TASK_INVALID);
    assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_MASTER);
    assertThat(status.hasUuid()).isFalse();
    assertThat(agent.runTasks()).isEmpty();
    assertThat(rig.framework(scheduler.id()).tasks()).isEmpty();
    return status.getMessage();
  }

  @Test
  void refusesATaskThatNeedsMoreThanThereIs() {
    assertThat(
            refusal(
                t ->
                    t.clearResources()
                        .addAllResources(Resources.parse("cpus:1000;mem:32", "*").toList())))
        .startsWith("Total resources cpus(allocated: *):1000")
        .contains(" required by task and its executor is more than available ")
        .contains("cpus(allocated: *):4");
  }

  @Test
  void refusesATaskWithoutResources() {
    assertThat(refusal(TaskInfo.Builder::clearResources)).isEqualTo("Task uses no resources");
  }

  @Test
  void refusesAnIdThatIsNoName() {
    assertThat(refusal(t -> t.setTaskId(taskId("a/b")))).contains("invalid characters");
  }

  @Test
  void refusesTheIdOfATaskThatRunsOrIsUnreachable() {
    TestScheduler keeper =
        rig.scheduler("keeper", PARTITION_AWARE).with(i -> i.setCheckpoint(true)).subscribe();
    scheduler.suppress();
    scheduler.decline(scheduler.lastOffer(), 0);
    rig.seconds(1);
    keeper.accept(List.of(keeper.lastOffer()), 0, launch(good("t")));
    rig.seconds(1);
    keeper.accept(List.of(keeper.lastOffer()), 0, launch(good("t")));
    assertThat(keeper.lastUpdate().getMessage()).isEqualTo("Task has duplicate ID: t");
    TestAgent other = rig.agent("two", "cpus:1;mem:64");
    agent.drop();
    rig.seconds(80);
    keeper.accept(List.of(keeper.lastOffer()), 0, launch(task("t", other, "cpus:1;mem:64")));
    assertThat(keeper.lastUpdate().getMessage())
        .isEqualTo("Task reuses the ID of an unreachable task: t");
  }

  @Test
  void refusesATaskForAnotherAgent() {
    assertThat(refusal(t -> t.setAgentId(AgentID.newBuilder().setValue("S9"))))
        .contains("invalid agent S9");
  }

  @Test
  void refusesATaskThatSaysNotWhatToRun() {
    assertThat(refusal(TaskInfo.Builder::clearCommand)).contains("CommandInfo or ExecutorInfo");
  }

  @Test
  void refusesATaskWithNegativeGracePeriod() {
    assertThat(
            refusal(
                t -> {
                  t.getKillPolicyBuilder().getGracePeriodBuilder().setNanoseconds(-1);
                  return t;
                }))
        .contains("kill_policy");
  }

  @Test
  void refusesAHealthCheckWhoseTypeDoesNotFit() {
    assertThat(
            refusal(
                t ->
                    t.setHealthCheck(
                        HealthCheck.newBuilder()
                            .setType(HealthCheck.Type.TCP)
                            .setCommand(CommandInfo.newBuilder().setValue("true")))))
        .contains("health check");
  }

  @Test
  void refusesOverlappingPorts() {
    assertThat(
            refusal(
                t ->
                    t.addAllResources(Resources.parse("ports:[31000-31005]", "*").toList())
                        .addAllResources(Resources.parse("ports:[31005-31010]", "*").toList())))
        .contains("overlapping");
  }

  @Test
  void refusesResourcesThatAreNone() {
    assertThat(
            refusal(
                t -> {
                  t.addResourcesBuilder()
                      .setName("disk")
                      .setType(Value.Type.SCALAR)
                      .getScalarBuilder()
                      .setValue(-1);
                  return t;
                }))
        .contains("invalid resources");
  }

  @Test
  void refusesLimitsThatTheAgentDoesNotKnow() {
    assertThat(refusal(t -> t.putLimits("cpus", Value.Scalar.newBuilder().setValue(2).build())))
        .contains("limits");
  }

  @Test
  void refusesAnEnvironmentVariableWithoutValue() {
    assertThat(
            refusal(
                t -> {
                  t.getCommandBuilder().getEnvironmentBuilder().addVariablesBuilder().setName("A");
                  return t;
                }))
        .contains("'A'");
  }

  @Test
  void refusesATaskWithTheIdOfOneThatRuns() {
    scheduler.accept(List.of(scheduler.lastOffer()), 0, launch(good("t1")));
    rig.seconds(1);
    scheduler.launch(scheduler.lastOffer(), good("t1"));
    assertThat(scheduler.lastUpdate().getState()).isEqualTo(TaskState.TASK_ERROR);
    assertThat(scheduler.lastUpdate().getMessage()).isEqualTo("Task has duplicate ID: t1");
    assertThat(agent.runTasks()).containsExactly("t1");
    assertThat(rig.task(scheduler.id(), "t1")).isPresent();
  }

  @Test
  void launchesTheOtherTasksWhenOneIsRefused() {
    scheduler.launch(
        scheduler.lastOffer(), good("t1"), task("big", agent, "cpus:4;mem:64"), good("t2"));
    assertThat(agent.runTasks()).containsExactly("t1", "t2");
    assertThat(scheduler.updates())
        .singleElement()
        .satisfies(u -> assertThat(u.getTaskId()).isEqualTo(taskId("big")));
  }

  @Test
  void countsTheExecutorOnceForAllItsTasks() {
    scheduler.launch(
        scheduler.lastOffer(),
        withExecutor(good("t1"), scheduler, "exec"),
        withExecutor(good("t2"), scheduler, "exec"));
    assertThat(agent.runTasks()).containsExactly("t1", "t2");
    assertThat(
            rig.framework(scheduler.id())
                .used()
                .getOrDefault(agent.id(), Resources.empty())
                .scalar("cpus"))
        .contains(2.5);
    assertThat(rig.framework(scheduler.id()).executors().get(agent.id())).hasSize(1);
  }

  @Test
  void refusesAnotherExecutorUnderTheSameId() {
    TaskInfo other =
        withExecutor(good("t2"), scheduler, "exec").toBuilder()
            .setExecutor(
                withExecutor(good("t2"), scheduler, "exec").getExecutor().toBuilder()
                    .setName("other"))
            .build();
    scheduler.launch(scheduler.lastOffer(), withExecutor(good("t1"), scheduler, "exec"), other);
    assertThat(agent.runTasks()).containsExactly("t1");
    assertThat(scheduler.lastUpdate().getMessage()).contains("not compatible");
  }

  static TaskInfo withExecutor(TaskInfo task, TestScheduler scheduler, String id) {
    return task.toBuilder()
        .clearCommand()
        .setExecutor(
            ExecutorInfo.newBuilder()
                .setExecutorId(ExecutorID.newBuilder().setValue(id))
                .setFrameworkId(scheduler.id())
                .setCommand(CommandInfo.newBuilder().setValue("./executor"))
                .addAllResources(Resources.parse("cpus:0.5;mem:32", "*").toList()))
        .build();
  }

  @Test
  void answersAnUnsupportedOperationThatHasAnId() {
    Offer.Operation.Builder destroy =
        Offer.Operation.newBuilder()
            .setType(Offer.Operation.Type.DESTROY_DISK)
            .setId(OperationID.newBuilder().setValue("op"));
    scheduler.accept(List.of(scheduler.lastOffer()), 5, destroy.build(), launch(good("t1")));
    assertThat(scheduler.all(Event.Type.UPDATE_OPERATION_STATUS))
        .singleElement()
        .satisfies(
            e -> {
              var status = e.getUpdateOperationStatus().getStatus();
              assertThat(status.getState()).isEqualTo(OperationState.OPERATION_ERROR);
              assertThat(status.getMessage()).contains("DESTROY_DISK");
            });
    assertThat(agent.runTasks()).containsExactly("t1");
  }

  private String refusalOf(Consumer<ContainerInfo.Builder> change) {
    ContainerInfo.Builder container = ContainerInfo.newBuilder().setType(ContainerInfo.Type.MESOS);
    change.accept(container);
    return refusal(t -> t.setContainer(container));
  }

  private static Volume.Builder volume(ContainerInfo.Builder container) {
    return container.addVolumesBuilder().setContainerPath("data").setMode(Volume.Mode.RW);
  }

  @Test
  void refusesAContainerThatLacksWhatItsTypeNeeds() {
    assertThat(refusalOf(c -> c.setType(ContainerInfo.Type.DOCKER)))
        .isEqualTo("DockerInfo 'docker' is not set for DOCKER typed ContainerInfo");
  }

  @Test
  void refusesCgroupsOfItsOwnForATaskOfNoGroup() {
    assertThat(refusalOf(c -> c.getLinuxInfoBuilder().setShareCgroups(false)))
        .startsWith("The 'share_cgroups' field can only be set to false");
  }

  @Test
  void refusesAVolumeThatIsTwoThingsAtOnce() {
    assertThat(
            refusalOf(
                c -> {
                  Volume.Builder volume = volume(c).setHostPath("/tmp");
                  volume.getSourceBuilder().setType(Volume.Source.Type.SECRET);
                }))
        .startsWith("Only one of 'host_path', 'image' and 'source' can be set");
  }

  @Test
  void refusesAVolumeWhoseSourceIsNotThere() {
    assertThat(
            refusalOf(c -> volume(c).getSourceBuilder().setType(Volume.Source.Type.SANDBOX_PATH)))
        .startsWith("The source of the volume 'data'");
  }
}
