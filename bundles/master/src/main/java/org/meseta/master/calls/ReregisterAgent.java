package org.meseta.master.calls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.master.agents.Admission;
import org.meseta.master.api.AgentLink;
import org.meseta.master.ledger.TaskRef;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Table;
import org.meseta.master.state.TaskStates;
import org.meseta.master.tasks.MasterStatus;
import org.meseta.protocol.link.AgentReregistered;
import org.meseta.protocol.link.KillTask;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.ShutdownAgent;
import org.meseta.protocol.link.TaskReference;
import org.meseta.protocol.link.UpdateFramework;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.resources.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An agent that was admitted once comes back, with its tasks. */
public final class ReregisterAgent {
  private static final Logger LOG = LoggerFactory.getLogger(ReregisterAgent.class);

  private final Desk desk;
  private final RegisterAgent register;
  private final AgentDesk agents;
  private final FrameworkDesk frameworks;
  private final TaskDesk tasks;
  private final Set<AgentID> admitting = new HashSet<>();

  public ReregisterAgent(
      Desk desk,
      RegisterAgent register,
      AgentDesk agents,
      FrameworkDesk frameworks,
      TaskDesk tasks) {
    this.desk = desk;
    this.register = register;
    this.agents = agents;
    this.frameworks = frameworks;
    this.tasks = tasks;
  }

  public void handle(AgentLink link, org.meseta.protocol.link.ReregisterAgent message) {
    desk.counters().count("messages_reregister_slave");
    agents.whenSettled(message.getAgent().getId(), () -> settled(link, message));
  }

  private void settled(AgentLink link, org.meseta.protocol.link.ReregisterAgent message) {
    AgentInfo info = message.getAgent();
    Optional<String> reason = refusal(link, message);
    if (reason.isPresent()) {
      LOG.warn("Agent at {} may not return: {}", link.description(), reason.get());
      desk.peers().close(link, reason.get());
      return;
    }
    Agent known = desk.ledger().agent(info.getId());
    if (known != null && Admission.hasMoved(known, info, link.ip())) {
      String why = "Agent came back with another address or hostname";
      LOG.warn("Shutting down agent {}: {}", info.getId().getValue(), why);
      desk.peers()
          .toLink(
              link,
              MasterMessage.newBuilder().setShutdown(ShutdownAgent.newBuilder().setReason(why)));
      desk.peers().close(link, why);
    } else if (admitting.add(info.getId())) {
      admit(link, message, known);
    }
  }

  private Optional<String> refusal(
      AgentLink link, org.meseta.protocol.link.ReregisterAgent message) {
    return message.getAgent().hasId()
        ? register.refusal(link, message.getAgent(), message.getVersion())
        : Optional.of("Agent returned without an id");
  }

  private void admit(
      AgentLink link, org.meseta.protocol.link.ReregisterAgent message, @Nullable Agent known) {
    if (known != null && known.info().equals(message.getAgent())) {
      admitted(link, message);
    } else {
      desk.after(desk.registry().admit(message.getAgent()), () -> admitted(link, message));
    }
  }

  private void admitted(AgentLink link, org.meseta.protocol.link.ReregisterAgent message) {
    AgentID id = message.getAgent().getId();
    admitting.remove(id);
    if (!desk.peers().isOpen(link)) {
      LOG.info("Agent {} left before it was back", id.getValue());
      return;
    }
    LOG.info("Agent {} at {} returned", id.getValue(), link.description());
    Agent known = desk.ledger().agent(id);
    AgentReregistered.Builder answer = AgentReregistered.newBuilder().setAgentId(id);
    message.getFrameworksList().forEach(this::learn);
    if (known == null) {
      addAll(link, message);
    } else {
      answer.addAllMissingTasks(renew(link, message, known));
    }
    agents.connect(id, link);
    desk.counters().count("slave_reregistrations");
    desk.peers().toLink(link, MasterMessage.newBuilder().setReregistered(answer));
    desk.peers().registered(link);
    greet(link, message);
  }

  /** What the agent has missed meanwhile. */
  private void greet(AgentLink link, org.meseta.protocol.link.ReregisterAgent message) {
    for (FrameworkInfo info : message.getFrameworksList()) {
      Framework framework = desk.ledger().framework(info.getId());
      if (framework == null) {
        desk.peers().toLink(link, FrameworkDesk.shutdown(info.getId()));
      } else if (!framework.recovered()) {
        desk.peers()
            .toLink(
                link,
                MasterMessage.newBuilder()
                    .setUpdateFramework(
                        UpdateFramework.newBuilder().setFramework(framework.info())));
      }
    }
    message.getTasksList().stream()
        .filter(task -> !TaskStates.isTerminal(task.getState()))
        .filter(task -> desk.ledger().isToBeKilled(task) || isForgotten(task))
        .forEach(task -> desk.peers().toLink(link, kill(task)));
  }

  /**
   * Whether the framework has been told that the task is lost: it did not checkpoint, and the agent
   * was disconnected.
   */
  private boolean isForgotten(Task task) {
    Framework framework = desk.ledger().framework(task.getFrameworkId());
    return framework != null && !framework.tasks().containsKey(task.getTaskId());
  }

  private static MasterMessage.Builder kill(Task task) {
    return MasterMessage.newBuilder()
        .setKillTask(
            KillTask.newBuilder()
                .setFrameworkId(task.getFrameworkId())
                .setTaskId(task.getTaskId()));
  }

  private void learn(FrameworkInfo info) {
    boolean completed = desk.ledger().isCompleted(info.getId());
    if (!completed && desk.ledger().framework(info.getId()) == null) {
      frameworks.recover(info);
    }
  }

  // An agent that this master does not hold as registered.

  private void addAll(AgentLink link, org.meseta.protocol.link.ReregisterAgent message) {
    AgentInfo info = message.getAgent();
    boolean wasUnreachable = desk.ledger().unreachableSince(info.getId()) != null;
    desk.ledger().markReachable(info.getId());
    desk.ledger().put(agent(link, message));
    message.getExecutorsList().forEach(executor -> add(info.getId(), executor));
    message.getTasksList().forEach(task -> add(info.getId(), task, wasUnreachable));
    Agent added = desk.ledger().agent(info.getId());
    Map<FrameworkID, Resources> used = added == null ? Map.of() : new HashMap<>(added.used());
    desk.allocator()
        .addAgent(
            info.getId(),
            info,
            message.getCapabilitiesList(),
            Resources.of(info.getResourcesList()),
            used);
  }

  private Agent agent(AgentLink link, org.meseta.protocol.link.ReregisterAgent message) {
    AgentInfo info = message.getAgent();
    return new Agent(
        info.getId(),
        info,
        link.ip(),
        message.getVersion(),
        message.getCapabilitiesList(),
        true,
        desk.now(),
        Optional.of(desk.now()),
        Resources.of(info.getResourcesList()),
        Table.empty(),
        Resources.empty());
  }

  private void add(AgentID agent, org.meseta.protocol.link.ReregisterAgent.Executor executor) {
    FrameworkID framework = executor.getFrameworkId();
    boolean known = desk.ledger().framework(framework) != null;
    if (known
        && desk.ledger().executor(framework, agent, executor.getExecutor().getExecutorId())
            == null) {
      desk.ledger().add(framework, agent, executor.getExecutor());
    }
  }

  private void add(AgentID agent, Task task, boolean tell) {
    Framework framework = desk.ledger().framework(task.getFrameworkId());
    if (framework == null || framework.tasks().containsKey(task.getTaskId())) {
      return;
    }
    Task placed = task.toBuilder().setAgentId(agent).build();
    desk.ledger()
        .framework(
            framework.id(), f -> f.unreachableTasks = f.unreachableTasks.without(task.getTaskId()));
    desk.ledger().add(placed);
    if (tell) {
      tasks.tell(framework.id(), back(placed));
    }
  }

  private TaskStatus back(Task task) {
    return MasterStatus.of(
            task,
            task.getState(),
            TaskStatus.Reason.REASON_AGENT_REREGISTERED,
            "Agent has come back",
            desk.now())
        .build();
  }

  // An agent that is registered.

  /**
   * @return tasks that it should have and does not
   */
  private List<TaskReference> renew(
      AgentLink link, org.meseta.protocol.link.ReregisterAgent message, Agent known) {
    AgentID id = known.id();
    AgentInfo info = message.getAgent();
    Resources total = Resources.of(info.getResourcesList());
    desk.ledger()
        .agent(
            id,
            agent -> {
              agent.info = info;
              agent.ip = link.ip();
              agent.version = message.getVersion();
              agent.capabilities = message.getCapabilitiesList();
              agent.reregisteredTime = Optional.of(desk.now());
              agent.total = total;
            });
    removeExecutors(message, id);
    if (!info.equals(known.info()) || !message.getCapabilitiesList().equals(known.capabilities())) {
      desk.allocator().updateAgent(id, info, message.getCapabilitiesList(), total);
    }
    return missing(message, id);
  }

  private void removeExecutors(org.meseta.protocol.link.ReregisterAgent message, AgentID agent) {
    Map<FrameworkID, Set<ExecutorID>> alive = new HashMap<>();
    message
        .getExecutorsList()
        .forEach(
            executor ->
                alive
                    .computeIfAbsent(executor.getFrameworkId(), f -> new HashSet<>())
                    .add(executor.getExecutor().getExecutorId()));
    for (Framework framework : desk.ledger().frameworks().values()) {
      Set<ExecutorID> there = alive.getOrDefault(framework.id(), Set.of());
      List<ExecutorInfo> known =
          List.copyOf(framework.executors().getOrDefault(agent, Map.of()).values());
      known.stream()
          .filter(executor -> !there.contains(executor.getExecutorId()))
          .forEach(executor -> tasks.removeExecutor(framework.id(), agent, executor));
    }
  }

  private List<TaskReference> missing(
      org.meseta.protocol.link.ReregisterAgent message, AgentID agent) {
    Set<TaskRef> named = new HashSet<>();
    message.getTasksList().forEach(task -> named.add(TaskRef.of(task)));
    List<TaskReference> missing = new ArrayList<>();
    for (Task task : desk.ledger().tasks(agent)) {
      if (!named.contains(TaskRef.of(task))) {
        missing.add(
            TaskReference.newBuilder()
                .setFrameworkId(task.getFrameworkId())
                .setTaskId(task.getTaskId())
                .build());
      }
    }
    return missing;
  }
}
