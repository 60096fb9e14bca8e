package org.meseta.itests.benchmarks;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.meseta.http.api.LinkSession;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.Frame;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.RegisterAgent;
import org.meseta.protocol.link.RunTask;
import org.meseta.protocol.link.StatusUpdate;
import org.meseta.protocol.link.Welcome;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;

/**
 * An agent without containers: a task runs at once, and has finished as soon as that is
 * acknowledged if its command is {@code true}. Its calls come one at a time, as the session's do.
 */
final class SimulatedAgent implements LinkSession.Handler {
  private static final List<AgentInfo.Capability> CAPABILITIES =
      Stream.of(
              AgentInfo.Capability.Type.MULTI_ROLE,
              AgentInfo.Capability.Type.HIERARCHICAL_ROLE,
              AgentInfo.Capability.Type.RESERVATION_REFINEMENT)
          .map(type -> AgentInfo.Capability.newBuilder().setType(type).build())
          .toList();

  private final int number;
  private final AgentInfo info;
  private final CompletableFuture<AgentID> registered = new CompletableFuture<>();

  /** Tasks that finish once their RUNNING is acknowledged. */
  private final Set<TaskKey> finishing = new HashSet<>();

  private @Nullable LinkSession session;
  private @Nullable AgentID id;
  private long updates;

  private record TaskKey(FrameworkID framework, TaskID task) {}

  SimulatedAgent(int number, AgentInfo info) {
    this.number = number;
    this.info = info;
  }

  /** Fails if the link ends before. */
  CompletionStage<AgentID> registered() {
    return registered;
  }

  @Override
  public void opened(LinkSession open, Welcome welcome) {
    session = open;
    send(
        AgentMessage.newBuilder()
            .setRegister(
                RegisterAgent.newBuilder()
                    .setAgent(info)
                    .setVersion("1.11.0")
                    .addAllCapabilities(CAPABILITIES)
                    .setRegistrationId("simulated-" + number)));
  }

  @Override
  public void received(Frame frame) {
    MasterMessage message = frame.getFromMaster();
    switch (message.getMessageCase()) {
      case REGISTERED -> {
        id = message.getRegistered().getAgentId();
        registered.complete(id);
      }
      case RUN_TASK -> run(message.getRunTask());
      case KILL_TASK ->
          update(
              message.getKillTask().getFrameworkId(),
              message.getKillTask().getTaskId(),
              TaskState.TASK_KILLED);
      case ACKNOWLEDGEMENT ->
          acknowledged(
              new TaskKey(
                  message.getAcknowledgement().getFrameworkId(),
                  message.getAcknowledgement().getTaskId()));
      default -> {
        // nothing that concerns a simulation
      }
    }
  }

  private void run(RunTask message) {
    TaskID task = message.getTask().getTaskId();
    FrameworkID framework = message.getFramework().getId();
    if (message.getTask().getCommand().getValue().equals("true")) {
      finishing.add(new TaskKey(framework, task));
    }
    update(framework, task, TaskState.TASK_RUNNING);
  }

  private void acknowledged(TaskKey key) {
    if (finishing.remove(key)) {
      update(key.framework(), key.task(), TaskState.TASK_FINISHED);
    }
  }

  private void update(FrameworkID framework, TaskID task, TaskState state) {
    ByteBuffer uuid = ByteBuffer.allocate(16).putLong(number).putLong(++updates).flip();
    TaskStatus.Builder status =
        TaskStatus.newBuilder()
            .setTaskId(task)
            .setState(state)
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setUuid(ByteString.copyFrom(uuid));
    status.getExecutorIdBuilder().setValue(task.getValue());
    if (id != null) {
      status.setAgentId(id);
    }
    send(
        AgentMessage.newBuilder()
            .setStatusUpdate(
                StatusUpdate.newBuilder()
                    .setFrameworkId(framework)
                    .setStatus(status)
                    .setLatestState(state)));
  }

  private void send(AgentMessage.Builder message) {
    if (session != null) {
      session.send(message.build());
    }
  }

  @Override
  public void closed(String reason, boolean forGood) {
    registered.completeExceptionally(
        new IllegalStateException("agent " + number + " lost its link: " + reason));
  }
}
