package org.meseta.agent.http;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meseta.agent.api.Agent.Usage;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalExecutor.Phase;
import org.meseta.agent.state.LocalFramework;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.DiscoveryInfo;
import org.meseta.protocol.v1.DurationInfo;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.HealthCheck;
import org.meseta.protocol.v1.KillPolicy;
import org.meseta.protocol.v1.Label;
import org.meseta.protocol.v1.Labels;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.NetworkInfo;
import org.meseta.protocol.v1.Port;
import org.meseta.protocol.v1.Ports;
import org.meseta.protocol.v1.ResourceStatistics;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.resources.Resources;

/**
 * An agent with a framework of user alice that has a task {@code run} and one {@code done}, and a
 * framework of user bob that is over and had a task {@code old}.
 */
public final class SampleHost {
  /** Of the tasks {@code run} and {@code done}. */
  public static final FrameworkID FRAMEWORK = FrameworkID.newBuilder().setValue("f").build();

  private static final AgentID AGENT = AgentID.newBuilder().setValue("m-S0").build();
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.25Z");
  private static final Resources TOTAL =
      Resources.parse("cpus:2;mem:1024;disk:4096;ports:[31000-32000]", "*");
  private static final Resources USED =
      Resources.parse("cpus:0.1;mem:32;ports:[31000-31001]", "*").allocatedTo("*");
  private static final Resources OVERHEAD =
      Resources.parse("cpus:0.1;mem:32", "*").allocatedTo("*");

  private SampleHost() {}

  /** Registered and recovered, with sandboxes that nobody made. */
  public static Host host() {
    return host(Path.of("/nowhere"));
  }

  /**
   * Registered and recovered.
   *
   * @param work the sandboxes lie below it, as {@link #sandbox} says
   */
  public static Host host(Path work) {
    LocalFramework lives =
        LocalFramework.of(framework("f", "alice"))
            .with(executor(work, task("run", "f", TaskState.TASK_RUNNING), Phase.RUNNING))
            .completed(over(work, task("done", "f", TaskState.TASK_FINISHED)), 9);
    LocalFramework over =
        LocalFramework.of(framework("over", "bob"))
            .completed(over(work, task("old", "over", TaskState.TASK_FAILED)), 9);
    return new Host(
        info(),
        START,
        true,
        Optional.of(master()),
        TOTAL,
        Map.of(),
        Map.of(FRAMEWORK, lives),
        List.of(over));
  }

  /** The sandbox of a task's executor. */
  public static Path sandbox(Path work, String task) {
    return work.resolve(task).resolve("runs").resolve("c-" + task);
  }

  /** Of the one container that runs. */
  public static List<Usage> usage() {
    LocalExecutor executor =
        executor(Path.of("/nowhere"), task("run", "f", TaskState.TASK_RUNNING), Phase.RUNNING);
    return List.of(
        new Usage(
            FRAMEWORK,
            executor.info(),
            executor.container(),
            ContainerStatus.newBuilder()
                .setContainerId(executor.container())
                .setExecutorPid(7)
                .build(),
            ResourceStatistics.newBuilder()
                .setTimestamp(1.5)
                .setCpusUserTimeSecs(0.5)
                .setCpusSystemTimeSecs(0.25)
                .setCpusSoftLimit(0.2)
                .setMemLimitBytes(64 << 20)
                .setMemSoftLimitBytes(64 << 20)
                .setMemRssBytes(1 << 20)
                .build()));
  }

  private static AgentInfo info() {
    return AgentInfo.newBuilder()
        .setId(AGENT)
        .setHostname("localhost")
        .setPort(5051)
        .addAllResources(TOTAL.toList())
        .build();
  }

  private static MasterInfo master() {
    return MasterInfo.newBuilder()
        .setId("m")
        .setIp(0)
        .setPort(5050)
        .setHostname("localhost")
        .build();
  }

  private static FrameworkInfo framework(String id, String user) {
    return FrameworkInfo.newBuilder()
        .setId(FrameworkID.newBuilder().setValue(id))
        .setUser(user)
        .setName("sample")
        .addRoles("*")
        .addCapabilities(
            FrameworkInfo.Capability.newBuilder().setType(FrameworkInfo.Capability.Type.MULTI_ROLE))
        .build();
  }

  /** An executor that is over, with its one task. */
  public static LocalExecutor over(Path work, String task) {
    return over(work, task(task, "f", TaskState.TASK_FINISHED));
  }

  private static LocalExecutor over(Path work, Task task) {
    return executor(work, task, Phase.TERMINATED).completed(task);
  }

  @SuppressWarnings("deprecation") // source: people read it still
  private static LocalExecutor executor(Path work, Task task, Phase phase) {
    String name = task.getTaskId().getValue();
    ExecutorInfo info =
        ExecutorInfo.newBuilder()
            .setExecutorId(ExecutorID.newBuilder().setValue(name))
            .setFrameworkId(task.getFrameworkId())
            .setName("Command Executor (Task: " + name + ")")
            .setSource(name)
            .setCommand(
                CommandInfo.newBuilder().setShell(false).setValue("/bin/sleep").addArguments("1"))
            .addAllResources(OVERHEAD.toList())
            .setLabels(task.getLabels())
            .build();
    return new LocalExecutor(
            info,
            true,
            phase,
            ContainerID.newBuilder().setValue("c-" + name).build(),
            sandbox(work, name),
            Resources.empty(),
            Map.of(),
            Map.of(),
            List.of())
        .with(task);
  }

  private static Task task(String id, String framework, TaskState state) {
    ByteString uuid = ByteString.copyFrom(new byte[16]);
    TaskID own = TaskID.newBuilder().setValue(id).build();
    return Task.newBuilder()
        .setTaskId(own)
        .setName(id)
        .setFrameworkId(FrameworkID.newBuilder().setValue(framework))
        .setAgentId(AGENT)
        .setState(state)
        .setStatusUpdateState(state)
        .setStatusUpdateUuid(uuid)
        .addAllResources(USED.toList())
        .addStatuses(status(own, TaskState.TASK_STARTING, uuid))
        .addStatuses(status(own, state, uuid).toBuilder().setHealthy(true))
        .setLabels(Labels.newBuilder().addLabels(Label.newBuilder().setKey("only")))
        .setDiscovery(discovery())
        .setKillPolicy(
            KillPolicy.newBuilder()
                .setGracePeriod(DurationInfo.newBuilder().setNanoseconds(1_000_000_000)))
        .setHealthCheck(
            HealthCheck.newBuilder()
                .setType(HealthCheck.Type.COMMAND)
                .setCommand(CommandInfo.newBuilder().setValue("true")))
        .build();
  }

  private static DiscoveryInfo.Builder discovery() {
    return DiscoveryInfo.newBuilder()
        .setVisibility(DiscoveryInfo.Visibility.EXTERNAL)
        .setName("sample")
        .setPorts(
            Ports.newBuilder()
                .addPorts(Port.newBuilder().setNumber(31000).setName("http").setProtocol("tcp")));
  }

  private static TaskStatus status(TaskID task, TaskState state, ByteString uuid) {
    return TaskStatus.newBuilder()
        .setTaskId(task)
        .setState(state)
        .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
        .setAgentId(AGENT)
        .setExecutorId(ExecutorID.newBuilder().setValue(task.getValue()))
        .setTimestamp(START.getEpochSecond() + 0.5)
        .setUuid(uuid)
        .setContainerStatus(
            ContainerStatus.newBuilder()
                .setContainerId(ContainerID.newBuilder().setValue("c-" + task.getValue()))
                .setExecutorPid(1)
                .addNetworkInfos(
                    NetworkInfo.newBuilder()
                        .addIpAddresses(
                            NetworkInfo.IPAddress.newBuilder()
                                .setProtocol(NetworkInfo.Protocol.IPv4)
                                .setIpAddress("127.0.0.1"))))
        .build();
  }
}
