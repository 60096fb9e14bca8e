package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.authorizer.Action;
import org.meseta.protocol.link.ExitedExecutor;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.RunTaskGroup;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ContainerInfo;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.Value;
import org.meseta.resources.Resources;

/** Groups of tasks, as far as the master has to do with them. */
class LaunchGroupTest {
  private static final ExecutorID EXECUTOR = ExecutorID.newBuilder().setValue("e").build();

  private final Map<String, String> flags = new HashMap<>();
  private MasterRig rig = new MasterRig();
  private TestAgent agent = rig.agent("one", "cpus:4;mem:1024;disk:100");
  private TestScheduler scheduler = rig.scheduler("fw").subscribe();

  @BeforeEach
  void offer() {
    rig.seconds(1);
  }

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  private static ExecutorInfo executor() {
    return ExecutorInfo.newBuilder()
        .setExecutorId(EXECUTOR)
        .setType(ExecutorInfo.Type.DEFAULT)
        .addAllResources(Resources.parse("cpus:0.1;mem:32;disk:1", "*").toList())
        .build();
  }

  private TaskInfo good(String id) {
    return task(id, agent, "cpus:1;mem:64");
  }

  private void launch(ExecutorInfo executor, TaskInfo... tasks) {
    Offer.Operation.Builder operation =
        Offer.Operation.newBuilder().setType(Offer.Operation.Type.LAUNCH_GROUP);
    operation
        .getLaunchGroupBuilder()
        .setExecutor(executor)
        .getTaskGroupBuilder()
        .addAllTasks(List.of(tasks));
    scheduler.accept(List.of(scheduler.lastOffer()), 0, operation.build());
  }

  private List<RunTaskGroup> groups() {
    return agent.all(MasterMessage::hasRunTaskGroup, MasterMessage::getRunTaskGroup);
  }

  /** What all of the group is told. */
  private String refusal(TaskStatus.Reason reason, ExecutorInfo executor, TaskInfo... tasks) {
    int before = scheduler.updates().size();
    launch(executor, tasks);
    List<TaskStatus> told = scheduler.updates().subList(before, scheduler.updates().size());
    assertThat(told)
        .hasSize(tasks.length)
        .allMatch(status -> status.getState() == TaskState.TASK_ERROR)
        .allMatch(status -> status.getReason() == reason)
        .allMatch(status -> status.getMessage().equals(told.get(0).getMessage()));
    assertThat(groups()).isEmpty();
    assertThat(rig.framework(scheduler.id()).tasks()).isEmpty();
    rig.seconds(1);
    return told.get(0).getMessage();
  }

  private String invalid(ExecutorInfo executor, TaskInfo... tasks) {
    return refusal(TaskStatus.Reason.REASON_TASK_GROUP_INVALID, executor, tasks);
  }

  private String invalidExecutor(Consumer<ExecutorInfo.Builder> change) {
    ExecutorInfo.Builder executor = executor().toBuilder();
    change.accept(executor);
    return invalid(executor.build(), good("a"), good("b"));
  }

  private String invalidMember(Consumer<TaskInfo.Builder> change) {
    TaskInfo.Builder task = good("b").toBuilder();
    change.accept(task);
    return invalid(executor(), good("a"), task.build());
  }

  @Test
  void launchesAllTasksUnderOneExecutor() {
    launch(executor(), good("a"), good("b"));
    assertThat(groups()).hasSize(1);
    RunTaskGroup group = groups().get(0);
    assertThat(group.getTasksList())
        .extracting(t -> t.getTaskId().getValue())
        .containsExactly("a", "b");
    assertThat(group.getExecutor().getFrameworkId()).isEqualTo(scheduler.id());
    assertThat(rig.task(scheduler.id(), "a").orElseThrow().getExecutorId()).isEqualTo(EXECUTOR);
    assertThat(
            Objects.requireNonNull(rig.framework(scheduler.id()).used().get(agent.id()))
                .unallocated())
        .isEqualTo(Resources.parse("cpus:2.1;mem:160;disk:1", "*"));
    agent.update(scheduler.id(), "a", TaskState.TASK_FAILED);
    agent.update(scheduler.id(), "b", TaskState.TASK_FAILED);
    agent.send(
        m ->
            m.setExitedExecutor(
                ExitedExecutor.newBuilder()
                    .setFrameworkId(scheduler.id())
                    .setExecutorId(EXECUTOR)
                    .setWaitStatus(-1)));
    rig.time.run();
    assertThat(rig.framework(scheduler.id()).used()).isEmpty();
  }

  @Test
  void refusesAllForOneTaskThatIsInvalid() {
    assertThat(invalidMember(TaskInfo.Builder::clearResources))
        .isEqualTo("Task 'b' is invalid: Task uses no resources");
    assertThat(invalidMember(t -> t.setTaskId(MasterRig.taskId("a")))).contains("another one");
    assertThat(invalidMember(t -> t.setExecutor(executor()))).contains("must not be set");
    assertThat(invalidMember(TaskInfo.Builder::clearCommand)).contains("command");
    assertThat(
            invalidMember(
                t -> t.setContainer(ContainerInfo.newBuilder().setType(ContainerInfo.Type.DOCKER))))
        .contains("Docker");
    assertThat(
            invalidMember(t -> t.putLimits("cpus", Value.Scalar.newBuilder().setValue(2).build())))
        .contains("share_cgroups");
    assertThat(
            invalidMember(
                t -> {
                  t.getContainerBuilder().setType(ContainerInfo.Type.MESOS);
                  t.getContainerBuilder().getLinuxInfoBuilder().setShareCgroups(false);
                }))
        .contains("same 'share_cgroups'");
  }

  @Test
  void refusesAnExecutorThatCannotRunAGroup() {
    assertThat(invalidExecutor(ExecutorInfo.Builder::clearType)).contains("'ExecutorInfo.type'");
    assertThat(invalidExecutor(e -> e.setCommand(CommandInfo.newBuilder().setValue("true"))))
        .contains("'ExecutorInfo.command'");
    assertThat(invalidExecutor(e -> needs(e, "cpus:0.005;mem:32;disk:1"))).contains("cpus");
    assertThat(invalidExecutor(e -> needs(e, "cpus:0.1;mem:31;disk:1"))).contains("memory");
    assertThat(invalidExecutor(e -> needs(e, "cpus:0.1;mem:32"))).contains("disk");
    assertThat(invalidExecutor(e -> needs(e, "cpus:3;mem:32;disk:1")))
        .contains("more than available");
  }

  private static void needs(ExecutorInfo.Builder executor, String resources) {
    executor.clearResources().addAllResources(Resources.parse(resources, "*").toList());
  }

  @Test
  void refusesAllForOneTaskThatMayNotBe() {
    flags.put("authorizers", "test");
    rig = new MasterRig(flags);
    rig.master.install(
        () -> (principal, action, object) -> action != Action.RUN_TASK || !object.equals("root"));
    agent = rig.agent("one", "cpus:4;mem:1024;disk:100");
    scheduler = rig.scheduler("fw").subscribe();
    rig.seconds(1);
    TaskInfo root =
        good("b").toBuilder()
            .setCommand(CommandInfo.newBuilder().setValue("true").setUser("root"))
            .build();
    assertThat(
            refusal(TaskStatus.Reason.REASON_TASK_GROUP_UNAUTHORIZED, executor(), good("a"), root))
        .contains("'root'");
  }
}
