package org.meseta.master.http;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.meseta.master.state.AbsentAgents;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.plugin.allocator.OfferFilter;
import org.meseta.protocol.v1.Address;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.DiscoveryInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.HealthCheck;
import org.meseta.protocol.v1.Label;
import org.meseta.protocol.v1.Labels;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.NetworkInfo;
import org.meseta.protocol.v1.OfferID;
import org.meseta.protocol.v1.Port;
import org.meseta.protocol.v1.Ports;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.resources.Resources;

/**
 * One agent, a framework with a running task, a finished one and an offer, and one that is over.
 */
final class SampleCluster {
  static final FrameworkID FRAMEWORK = FrameworkID.newBuilder().setValue("f").build();
  static final AgentID AGENT = AgentID.newBuilder().setValue("m-S0").build();
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.25Z");
  private static final Resources TOTAL =
      Resources.parse("cpus:2;mem:1024;disk:4096;ports:[31000-32000]", "*");
  private static final Resources USED =
      Resources.parse("cpus:0.1;mem:32;ports:[31000-31001]", "*").allocatedTo("*");
  private static final Resources OFFERED =
      Resources.parse("cpus:1.9;mem:992;disk:4096;ports:[31002-32000]", "*").allocatedTo("*");

  private SampleCluster() {}

  /** Seen by its leading master. */
  static Cluster leading() {
    return leading(5050);
  }

  /** Seen by a leading master that listens there. */
  static Cluster leading(int port) {
    Framework running = framework("f", true, List.of(task("running", TaskState.TASK_RUNNING)));
    Framework over = framework("over", false, List.of());
    return new Cluster(
        master("m", port),
        Optional.of(master("m", port)),
        START,
        Optional.of(START),
        Map.of(AGENT, agent()),
        AbsentAgents.NONE,
        Map.of(FRAMEWORK, running),
        List.of(over),
        Map.of(),
        Map.of());
  }

  /** Seen by a master that does not lead. */
  static Cluster following(Optional<MasterInfo> leader) {
    return new Cluster(
        master("n", 5052),
        leader,
        START,
        Optional.empty(),
        Map.of(),
        AbsentAgents.NONE,
        Map.of(),
        List.of(),
        Map.of(),
        Map.of());
  }

  static MasterInfo master(String id, int port) {
    return MasterInfo.newBuilder()
        .setId(id)
        .setIp(16777343)
        .setPort(port)
        .setPid("master@127.0.0.1:" + port)
        .setHostname("localhost")
        .setVersion("1.0.0")
        .setAddress(Address.newBuilder().setHostname("localhost").setIp("127.0.0.1").setPort(port))
        .addCapabilities(
            MasterInfo.Capability.newBuilder().setType(MasterInfo.Capability.Type.AGENT_UPDATE))
        .build();
  }

  private static Agent agent() {
    return new Agent(
        AGENT,
        AgentInfo.newBuilder()
            .setId(AGENT)
            .setHostname("localhost")
            .setPort(5051)
            .addAllResources(TOTAL.toList())
            .build(),
        "127.0.0.1",
        "1.0.0",
        List.of(
            AgentInfo.Capability.newBuilder()
                .setType(AgentInfo.Capability.Type.MULTI_ROLE)
                .build()),
        true,
        false,
        START,
        Optional.empty(),
        TOTAL,
        Map.of(FRAMEWORK, USED),
        OFFERED,
        Map.of());
  }

  private static Framework framework(String id, boolean lives, List<Task> tasks) {
    OfferID offer = OfferID.newBuilder().setValue("m-O1").build();
    FrameworkID own = FrameworkID.newBuilder().setValue(id).build();
    return new Framework(
        FrameworkInfo.newBuilder()
            .setId(own)
            .setUser("root")
            .setName("sample")
            .addRoles("*")
            .addCapabilities(
                FrameworkInfo.Capability.newBuilder()
                    .setType(FrameworkInfo.Capability.Type.MULTI_ROLE))
            .build(),
        lives,
        lives,
        false,
        START,
        Optional.empty(),
        lives ? Optional.empty() : Optional.of(START),
        Set.of(),
        OfferFilter.NONE,
        Stream.of(tasks)
            .flatMap(List::stream)
            .collect(java.util.stream.Collectors.toMap(Task::getTaskId, t -> t)),
        Map.of(),
        List.of(task("finished", TaskState.TASK_FINISHED)),
        Map.of(),
        lives ? Map.of(offer, new Offered(offer, own, AGENT, "*", OFFERED)) : Map.of(),
        lives ? Map.of(AGENT, USED) : Map.of());
  }

  private static Task task(String id, TaskState state) {
    ByteString uuid = ByteString.copyFrom(new byte[16]);
    TaskID own = TaskID.newBuilder().setValue(id).build();
    return Task.newBuilder()
        .setTaskId(own)
        .setName(id)
        .setFrameworkId(FRAMEWORK)
        .setAgentId(AGENT)
        .setState(state)
        .setStatusUpdateState(state)
        .setStatusUpdateUuid(uuid)
        .addAllResources(USED.toList())
        .addStatuses(status(own, TaskState.TASK_STARTING, uuid, 1))
        .addStatuses(status(own, state, uuid, 2).toBuilder().setHealthy(true))
        .setLabels(Labels.newBuilder().addLabels(Label.newBuilder().setKey("only")))
        .setDiscovery(discovery())
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

  private static TaskStatus status(TaskID task, TaskState state, ByteString uuid, int second) {
    return TaskStatus.newBuilder()
        .setTaskId(task)
        .setState(state)
        .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
        .setAgentId(AGENT)
        .setExecutorId(org.meseta.protocol.v1.ExecutorID.newBuilder().setValue(task.getValue()))
        .setTimestamp(START.getEpochSecond() + second + (task.getValue().length() / 100.0))
        .setUuid(uuid)
        .setContainerStatus(
            ContainerStatus.newBuilder()
                .setContainerId(ContainerID.newBuilder().setValue("c"))
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
