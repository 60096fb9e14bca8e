package org.meseta.master.loop;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.meseta.master.api.AgentLink;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.ApplyOperation;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.OperationUpdate;
import org.meseta.protocol.link.RegisterAgent;
import org.meseta.protocol.link.ReregisterAgent;
import org.meseta.protocol.link.StatusUpdate;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Operation;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.UUID;
import org.meseta.resources.Resources;

/** An agent as the master sees it: it does what a test says. */
final class TestAgent {
  final MasterRig rig;
  final String hostname;
  final List<MasterMessage> received = new ArrayList<>();
  final List<AgentInfo.Capability> capabilities = new ArrayList<>();
  AgentInfo info;
  Link link;

  TestAgent(MasterRig rig, String hostname, String resources) {
    this.rig = rig;
    this.hostname = hostname;
    this.info =
        AgentInfo.newBuilder()
            .setHostname(hostname)
            .setPort(5051)
            .addAllResources(Resources.parse(resources, "*").toList())
            .build();
    this.link = connect();
  }

  /** The same agent, linked to another master. */
  TestAgent at(MasterRig other) {
    TestAgent moved = new TestAgent(other, hostname, "");
    moved.info = info;
    return moved;
  }

  Link connect() {
    link = new Link();
    rig.master.agentConnected(link);
    return link;
  }

  TestAgent register() {
    askToRegister();
    rig.time.run();
    if (last().hasRegistered()) {
      info = info.toBuilder().setId(last().getRegistered().getAgentId()).build();
    }
    return this;
  }

  /** The answer may take its time. */
  void askToRegister() {
    send(
        m ->
            m.setRegister(
                RegisterAgent.newBuilder()
                    .setAgent(info)
                    .setVersion("1.11.0")
                    .addAllCapabilities(capabilities)
                    .setRegistrationId(hostname + "-registration")));
  }

  void reregister(Function<ReregisterAgent.Builder, ReregisterAgent.Builder> more) {
    send(
        m ->
            m.setReregister(
                more.apply(
                    ReregisterAgent.newBuilder()
                        .setAgent(info)
                        .setVersion("1.11.0")
                        .addAllCapabilities(capabilities))));
    rig.time.run();
  }

  void send(Function<AgentMessage.Builder, AgentMessage.Builder> message) {
    rig.master.agentSent(link, message.apply(AgentMessage.newBuilder()).build());
  }

  void drop() {
    rig.master.agentDisconnected(link, "dropped by the test");
    rig.time.run();
  }

  AgentID id() {
    return info.getId();
  }

  MasterMessage last() {
    return received.get(received.size() - 1);
  }

  <T> List<T> all(Function<MasterMessage, Boolean> has, Function<MasterMessage, T> get) {
    return received.stream().filter(has::apply).map(get).toList();
  }

  List<String> runTasks() {
    return all(MasterMessage::hasRunTask, m -> m.getRunTask().getTask().getTaskId().getValue());
  }

  List<String> killTasks() {
    return all(MasterMessage::hasKillTask, m -> m.getKillTask().getTaskId().getValue());
  }

  TestAgent able(AgentInfo.Capability.Type... types) {
    for (AgentInfo.Capability.Type type : types) {
      capabilities.add(AgentInfo.Capability.newBuilder().setType(type).build());
    }
    return this;
  }

  List<ApplyOperation> operations() {
    return all(MasterMessage::hasApplyOperation, MasterMessage::getApplyOperation);
  }

  List<ByteString> acknowledgedOperations() {
    return all(
        MasterMessage::hasOperationAcknowledgement, m -> m.getOperationAcknowledgement().getUuid());
  }

  /** Tells the outcome of an operation; the status has the uuid of the operation. */
  void outcome(ApplyOperation operation, OperationState state) {
    OperationUpdate.Builder update =
        OperationUpdate.newBuilder()
            .setUuid(operation.getUuid())
            .setStatus(status(operation, state));
    if (operation.hasFrameworkId()) {
      update.setFrameworkId(operation.getFrameworkId());
    }
    send(m -> m.setOperationUpdate(update));
    rig.time.run();
  }

  OperationStatus status(ApplyOperation operation, OperationState state) {
    OperationStatus.Builder status =
        OperationStatus.newBuilder()
            .setState(state)
            .setAgentId(id())
            .setUuid(UUID.newBuilder().setValue(operation.getUuid()));
    if (operation.getOperation().hasId()) {
      status.setOperationId(operation.getOperation().getId());
    }
    return status.build();
  }

  /** As the agent lists it when it returns. */
  Operation known(ApplyOperation operation, OperationState state) {
    Operation.Builder known =
        Operation.newBuilder()
            .setUuid(UUID.newBuilder().setValue(operation.getUuid()))
            .setAgentId(id())
            .setInfo(operation.getOperation())
            .setLatestStatus(status(operation, state));
    if (operation.hasFrameworkId()) {
      known.setFrameworkId(operation.getFrameworkId());
    }
    return known.build();
  }

  /** Sends a status with a uuid that is made of the task's name and the state. */
  void update(FrameworkID framework, String task, TaskState state) {
    update(framework, task, state, state);
  }

  void update(FrameworkID framework, String task, TaskState state, TaskState latest) {
    send(
        m ->
            m.setStatusUpdate(
                StatusUpdate.newBuilder()
                    .setFrameworkId(framework)
                    .setLatestState(latest)
                    .setStatus(
                        TaskStatus.newBuilder()
                            .setTaskId(MasterRig.taskId(task))
                            .setState(state)
                            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
                            .setAgentId(id())
                            .setUuid(uuid(task, state)))));
    rig.time.run();
  }

  static ByteString uuid(String task, TaskState state) {
    String text = (task + state.getNumber() + "----------------").substring(0, 16);
    return ByteString.copyFrom(text.getBytes(StandardCharsets.US_ASCII));
  }

  Task task(FrameworkID framework, String name, TaskState state) {
    return Task.newBuilder()
        .setName(name)
        .setTaskId(MasterRig.taskId(name))
        .setFrameworkId(framework)
        .setAgentId(id())
        .setState(state)
        .addAllResources(Resources.parse("cpus:1;mem:64", "*").allocatedTo("*").toList())
        .build();
  }

  @Override
  public String toString() {
    return hostname;
  }

  final class Link implements AgentLink {
    boolean registered;
    String closed = "";
    Principal principal = Principal.ANONYMOUS;
    Duration silence = Duration.ZERO;

    @Override
    public String description() {
      return hostname;
    }

    @Override
    public String ip() {
      return "10.0.0.1";
    }

    @Override
    public Principal principal() {
      return principal;
    }

    @Override
    public Duration silence() {
      return silence;
    }

    @Override
    public void send(MasterMessage message) {
      if (link == this) {
        received.add(message);
      }
    }

    @Override
    public void registered(boolean is) {
      registered = is;
    }

    @Override
    public void close(String reason) {
      closed = reason;
      rig.master.agentDisconnected(this, reason);
    }
  }
}
