package org.meseta.agent.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.meseta.agent.flags.AgentFlags;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.plugin.containerizer.ContainerizerFactory;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.link.AgentRegistered;
import org.meseta.protocol.link.AgentReregistered;
import org.meseta.protocol.link.KillTask;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.RunTask;
import org.meseta.protocol.link.StatusUpdateAcknowledgement;
import org.meseta.protocol.link.TaskReference;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.KillPolicy;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.Value;
import org.meseta.resources.Resources;
import org.meseta.runtime.ManualTime;

/** An agent on virtual time, with a host and a master that the test plays. */
final class Rig {
  static final String ID = "m-S0";
  static final FrameworkID FRAMEWORK = FrameworkID.newBuilder().setValue("m-0000").build();
  static final TaskID TASK = TaskID.newBuilder().setValue("t1").build();
  static final MasterInfo MASTER =
      MasterInfo.newBuilder().setId("m").setIp(0).setPort(5050).setHostname("localhost").build();

  private final long life;
  final Path work;
  final FakeContainers host;
  final ManualTime time;
  final Map<String, String> flags = new HashMap<>();
  final List<String> exits = new ArrayList<>();
  CompletableFuture<List<ContainerizerFactory>> factories;
  String bootId = "boot-1";
  AgentDaemon agent;

  FakeLink link = new FakeLink();

  Rig(Path work) {
    this(work, new FakeContainers(), 0);
  }

  @SuppressWarnings("NullAway") // the agent is set by start
  private Rig(Path work, FakeContainers host, long life) {
    this.work = work;
    this.host = host;
    this.factories = CompletableFuture.completedFuture(List.of(host));
    this.life = life;
    this.time = new ManualTime(life);
    flags.put("master", "127.0.0.1:5050");
    flags.put("work_dir", work.toString());
    flags.put("resources", "cpus:4;mem:1024;disk:1024;ports:[31000-31009]");
    flags.put("switch_user", "false");
  }

  Rig flag(String name, String value) {
    flags.put(name, value);
    return this;
  }

  /** Starts an agent, to the end of its recovery. */
  Rig start() {
    Resources total = Resources.parse(flags.getOrDefault("resources", ""), "*");
    AgentInfo.Builder info =
        AgentInfo.newBuilder()
            .setHostname("localhost")
            .setPort(5051)
            .addAllResources(total.toList());
    AgentFlags.domain(AgentFlags.parse(flags)).ifPresent(info::setDomain);
    AgentSetup setup =
        new AgentSetup(
            AgentFlags.parse(flags),
            info.build(),
            total,
            bootId,
            names -> factories,
            (status, reason) -> exits.add(status + ": " + reason));
    try {
      agent = new AgentDaemon(time, setup);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    agent.start();
    time.run();
    return this;
  }

  /** Opens a link to a master that has not answered yet. */
  Rig connect() {
    link = new FakeLink();
    agent.masterConnected(link, MASTER);
    time.run();
    return this;
  }

  Rig registered() {
    return send(
        MasterMessage.newBuilder()
            .setRegistered(AgentRegistered.newBuilder().setAgentId(agentId())));
  }

  Rig reregistered(TaskID... missing) {
    AgentReregistered.Builder answer = AgentReregistered.newBuilder().setAgentId(agentId());
    for (TaskID task : missing) {
      answer.addMissingTasks(TaskReference.newBuilder().setFrameworkId(FRAMEWORK).setTaskId(task));
    }
    return send(MasterMessage.newBuilder().setReregistered(answer));
  }

  /** A new agent that is registered. */
  Rig up() {
    return start().connect().registered();
  }

  Rig send(MasterMessage.Builder message) {
    give(message);
    time.run();
    return this;
  }

  /** Sends a message and lets nothing come of it yet. */
  void give(MasterMessage.Builder message) {
    agent.masterSent(link, message.build());
  }

  Rig run(FrameworkInfo framework, TaskInfo task) {
    return send(runTask(framework, task));
  }

  static MasterMessage.Builder runTask(FrameworkInfo framework, TaskInfo task) {
    return MasterMessage.newBuilder()
        .setRunTask(RunTask.newBuilder().setFramework(framework).setTask(task));
  }

  Rig kill() {
    return send(
        MasterMessage.newBuilder()
            .setKillTask(KillTask.newBuilder().setFrameworkId(FRAMEWORK).setTaskId(TASK)));
  }

  Rig kill(Duration grace) {
    KillPolicy.Builder policy = KillPolicy.newBuilder();
    policy.getGracePeriodBuilder().setNanoseconds(grace.toNanos());
    return send(
        MasterMessage.newBuilder()
            .setKillTask(
                KillTask.newBuilder()
                    .setFrameworkId(FRAMEWORK)
                    .setTaskId(TASK)
                    .setKillPolicy(policy)));
  }

  /** The framework acknowledges. */
  Rig ack(TaskStatus status) {
    return send(acknowledgement(status));
  }

  static MasterMessage.Builder acknowledgement(TaskStatus status) {
    return MasterMessage.newBuilder()
        .setAcknowledgement(
            StatusUpdateAcknowledgement.newBuilder()
                .setFrameworkId(FRAMEWORK)
                .setTaskId(status.getTaskId())
                .setUuid(status.getUuid()));
  }

  /** Acknowledges until nothing more comes. */
  Rig ackAll() {
    int before = -1;
    while (link.sent.size() != before) {
      before = link.sent.size();
      ack(link.last());
    }
    return this;
  }

  Rig ends(Termination termination) {
    host.only().end.complete(termination);
    time.run();
    return this;
  }

  Rig advance(Duration span) {
    time.advance(span);
    return this;
  }

  LocalExecutor executor() {
    return agent.host().executors().findFirst().orElseThrow();
  }

  /** Another agent on the same host and work directory, as after a kill -9 of this one. */
  Rig next() {
    return next(work);
  }

  Rig next(Path other) {
    // Another seed: no two lives draw the same ids.
    Rig next = new Rig(other, host, life + 1);
    next.flags.putAll(flags);
    next.flags.put("work_dir", other.toString());
    next.bootId = bootId;
    return next;
  }

  static AgentID agentId() {
    return AgentID.newBuilder().setValue(ID).build();
  }

  static FrameworkInfo framework(Capability.Type... capabilities) {
    FrameworkInfo.Builder info =
        FrameworkInfo.newBuilder().setId(FRAMEWORK).setName("f").setUser("").setCheckpoint(true);
    for (Capability.Type type : capabilities) {
      info.addCapabilities(Capability.newBuilder().setType(type));
    }
    return info.build();
  }

  static TaskInfo task(String command) {
    return task(TASK, command);
  }

  static TaskInfo task(TaskID id, String command) {
    return TaskInfo.newBuilder()
        .setName("n")
        .setTaskId(id)
        .setAgentId(agentId())
        .setCommand(CommandInfo.newBuilder().setValue(command))
        .addResources(scalar("cpus", 1))
        .addResources(scalar("mem", 64))
        .build();
  }

  private static Resource scalar(String name, double value) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(value))
        .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole("*"))
        .build();
  }

  /** All files below the work directory, as they are now, copied elsewhere. */
  Path copyTo(Path folder) {
    try (var files = Files.walk(work)) {
      for (Path file : files.toList()) {
        Path target = folder.resolve(work.relativize(file).toString());
        Files.createDirectories(target.getParent());
        if (Files.isSymbolicLink(file)) {
          copyLink(file, target, folder);
        } else if (!Files.isDirectory(file)) {
          Files.copy(file, target);
        } else {
          Files.createDirectories(target);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copyLink(Path link, Path target, Path folder) throws IOException {
    Path to = Files.readSymbolicLink(link);
    Files.createSymbolicLink(target, folder.resolve(work.relativize(to).toString()));
  }
}
