package org.meseta.master.ledger;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.AbsentAgents;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.History;
import org.meseta.master.state.Offered;
import org.meseta.master.state.RecoveredAgent;
import org.meseta.master.state.Table;
import org.meseta.master.state.TaskStates;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.OfferID;
import org.meseta.protocol.v1.Operation;
import org.meseta.protocol.v1.OperationID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.resources.Conversion;
import org.meseta.resources.Resources;

/**
 * What the master knows now. Belongs to its loop. Each change keeps what agents and frameworks
 * count as used or offered in step with tasks, executors and offers.
 */
public final class Ledger {
  private MasterInfo master;
  private final Instant startTime;

  private Table<String, Double> weights = Table.empty();
  private Table<String, QuotaConfig> quotas = Table.empty();
  private Table<AgentID, Agent> agents = Table.empty();
  private Table<AgentID, RecoveredAgent> recovered = Table.empty();
  private Table<AgentID, Instant> unreachable = Table.empty();
  private Table<AgentID, Instant> gone = Table.empty();
  private Set<AgentID> deactivated = Set.of();
  private Table<FrameworkID, Framework> frameworks = Table.empty();
  private History<Framework> completed = History.empty();
  private @Nullable Cluster snapshot;

  private final Index<AgentID, TaskRef> tasksOfAgent = new Index<>();
  private final Index<AgentID, TaskRef> killed = new Index<>();
  private final Index<AgentID, OfferID> offersOfAgent = new Index<>();
  private final Map<OfferID, Offered> offers = new HashMap<>();
  private final OperationIndex operations = new OperationIndex();
  private final Tally tally = new Tally();

  public Ledger(MasterInfo master, Instant startTime) {
    this.master = master;
    this.startTime = startTime;
  }

  /** Who this master is. */
  public MasterInfo master() {
    return master;
  }

  /** Others are told this from now on. */
  public void master(MasterInfo changed) {
    master = changed;
    snapshot = null;
  }

  /** When this master began. */
  public Instant startTime() {
    return startTime;
  }

  /** All of it at this moment, at next to no cost. */
  public Cluster snapshot() {
    Cluster last = snapshot;
    if (last == null) {
      last =
          new Cluster(
              master,
              Optional.of(master),
              startTime,
              Optional.of(startTime),
              agents,
              new AbsentAgents(recovered, unreachable, gone, deactivated),
              frameworks,
              List.copyOf(completed),
              weights,
              quotas);
      snapshot = last;
    }
    return last;
  }

  /** How many tasks there are in which state; those that are acknowledged or removed left out. */
  public Map<TaskState, Integer> taskCounts() {
    return tally.copy();
  }

  // Roles.

  /** Weight by role; other roles have 1. */
  public Table<String, Double> weights() {
    return weights;
  }

  /** These roles have these weights. */
  public void weigh(Map<String, Double> changed) {
    for (Map.Entry<String, Double> weight : changed.entrySet()) {
      weights = weights.and(weight.getKey(), weight.getValue());
    }
    snapshot = null;
  }

  /** Quota by role, where there is one. */
  public Table<String, QuotaConfig> quotas() {
    return quotas;
  }

  /** These roles have these quotas; one that says nothing ends a quota. */
  public void limit(List<QuotaConfig> changed) {
    for (QuotaConfig quota : changed) {
      boolean none = quota.getGuaranteesCount() == 0 && quota.getLimitsCount() == 0;
      quotas = none ? quotas.without(quota.getRole()) : quotas.and(quota.getRole(), quota);
    }
    snapshot = null;
  }

  // Agents.

  public @Nullable Agent agent(AgentID id) {
    return agents.get(id);
  }

  public Table<AgentID, Agent> agents() {
    return agents;
  }

  /** Adds or replaces an agent. */
  public void put(Agent agent) {
    setAbsentDeactivated(agent.id(), false);
    recovered = recovered.without(agent.id());
    agents = agents.and(agent.id(), agent);
    snapshot = null;
  }

  /** Changes an agent that is there. */
  public void agent(AgentID id, Consumer<Agent.Draft> change) {
    put(known(id).with(change));
  }

  /** Removes an agent, from which tasks, executors and offers have been removed before. */
  public void remove(AgentID id) {
    Agent agent = agents.get(id);
    if (agent != null) {
      agent.operations().values().forEach(operations::remove);
    }
    agents = agents.without(id);
    snapshot = null;
  }

  /** Agents that a predecessor has admitted and that have not come back yet. */
  public Table<AgentID, RecoveredAgent> recovered() {
    return recovered;
  }

  /** A predecessor has admitted this agent. */
  public void recover(RecoveredAgent agent) {
    recovered = recovered.and(agent.id(), agent);
    snapshot = null;
  }

  /** Since when the agent is unreachable; null if it is not. */
  public @Nullable Instant unreachableSince(AgentID id) {
    return unreachable.get(id);
  }

  /** Whether the agent is gone for good, and must not come back. */
  public boolean isGone(AgentID id) {
    return gone.containsKey(id);
  }

  /** Agents that are gone for good, and since when. */
  public Map<AgentID, Instant> gone() {
    return gone;
  }

  /** Agents that cannot be reached, and since when. */
  public Map<AgentID, Instant> unreachable() {
    return unreachable;
  }

  /** Whether nothing of the agent, registered or not, is to be offered. */
  public boolean isDeactivated(AgentID id) {
    Agent agent = agents.get(id);
    return agent == null ? deactivated.contains(id) : agent.deactivated();
  }

  /** Says whether something of the agent, registered or not, is to be offered. */
  public void setDeactivated(AgentID id, boolean value) {
    if (agents.containsKey(id)) {
      agent(id, agent -> agent.deactivated = value);
    } else {
      setAbsentDeactivated(id, value);
    }
  }

  private void setAbsentDeactivated(AgentID id, boolean value) {
    if (deactivated.contains(id) != value) {
      Set<AgentID> changed = new HashSet<>(deactivated);
      if (value) {
        changed.add(id);
      } else {
        changed.remove(id);
      }
      deactivated = Set.copyOf(changed);
      snapshot = null;
    }
  }

  /** The agent, which is not registered, is gone for good. */
  public void markGone(AgentID id, Instant since) {
    setAbsentDeactivated(id, false);
    gone = gone.and(id, since);
    recovered = recovered.without(id);
    markReachable(id);
  }

  /** The agent, which is unreachable or gone, is not known any more. */
  public void forget(AgentID id) {
    setAbsentDeactivated(id, false);
    gone = gone.without(id);
    markReachable(id);
  }

  public void markUnreachable(AgentID id, Instant since) {
    unreachable = unreachable.and(id, since);
    recovered = recovered.without(id);
    snapshot = null;
  }

  public void markReachable(AgentID id) {
    unreachable = unreachable.without(id);
    snapshot = null;
  }

  private Agent known(AgentID id) {
    Agent agent = agents.get(id);
    if (agent == null) {
      throw new IllegalStateException("no agent " + id.getValue());
    }
    return agent;
  }

  // Frameworks.

  public @Nullable Framework framework(FrameworkID id) {
    return frameworks.get(id);
  }

  public Table<FrameworkID, Framework> frameworks() {
    return frameworks;
  }

  /** Adds or replaces a framework. */
  public void put(Framework framework) {
    frameworks = frameworks.and(framework.id(), framework);
    snapshot = null;
  }

  /** Changes a framework that is there. */
  public void framework(FrameworkID id, Consumer<Framework.Draft> change) {
    put(known(id).with(change));
  }

  /** Moves a framework, of which nothing is left, to the history. */
  public void complete(FrameworkID id, int limit) {
    completed = completed.and(known(id), limit);
    frameworks = frameworks.without(id);
    snapshot = null;
  }

  public boolean isCompleted(FrameworkID id) {
    return completed.stream().anyMatch(framework -> framework.id().equals(id));
  }

  private Framework known(FrameworkID id) {
    Framework framework = frameworks.get(id);
    if (framework == null) {
      throw new IllegalStateException("no framework " + id.getValue());
    }
    return framework;
  }

  // Tasks.

  public @Nullable Task task(TaskRef ref) {
    Framework framework = frameworks.get(ref.framework());
    return framework == null ? null : framework.tasks().get(ref.task());
  }

  /** All tasks on an agent that are not acknowledged to have ended. */
  public List<Task> tasks(AgentID agent) {
    List<Task> tasks = new ArrayList<>();
    for (TaskRef ref : tasksOfAgent.of(agent)) {
      Task task = task(ref);
      if (task != null) {
        tasks.add(task);
      }
    }
    return tasks;
  }

  /** Adds a task of a known framework on a known agent. */
  public void add(Task task) {
    framework(task.getFrameworkId(), f -> f.tasks = f.tasks.and(task.getTaskId(), task));
    tasksOfAgent.add(task.getAgentId(), TaskRef.of(task));
    tally.add(task.getState(), 1);
    if (TaskStates.holdsResources(task)) {
      use(task.getFrameworkId(), task.getAgentId(), Resources.of(task.getResourcesList()));
    }
  }

  /**
   * Replaces a task by what it has become.
   *
   * @return what it held and holds no more
   */
  public Resources replace(Task before, Task after) {
    framework(after.getFrameworkId(), f -> f.tasks = f.tasks.and(after.getTaskId(), after));
    tally.add(before.getState(), -1);
    tally.add(after.getState(), 1);
    return TaskStates.holdsResources(before) && !TaskStates.holdsResources(after)
        ? release(before)
        : Resources.empty();
  }

  /**
   * Removes a task.
   *
   * @return what it held
   */
  public Resources remove(Task task) {
    framework(task.getFrameworkId(), f -> f.tasks = f.tasks.without(task.getTaskId()));
    tasksOfAgent.remove(task.getAgentId(), TaskRef.of(task));
    killed.remove(task.getAgentId(), TaskRef.of(task));
    tally.add(task.getState(), -1);
    return TaskStates.holdsResources(task) ? release(task) : Resources.empty();
  }

  private Resources release(Task task) {
    Resources held = Resources.of(task.getResourcesList());
    free(task.getFrameworkId(), task.getAgentId(), held);
    return held;
  }

  /** Remembers that a task is to be killed, in case the agent misses the message. */
  public void rememberKill(Task task) {
    killed.add(task.getAgentId(), TaskRef.of(task));
  }

  public boolean isToBeKilled(Task task) {
    return killed.contains(task.getAgentId(), TaskRef.of(task));
  }

  // Executors.

  public @Nullable ExecutorInfo executor(FrameworkID framework, AgentID agent, ExecutorID id) {
    return known(framework).executors().getOrDefault(agent, Map.of()).get(id);
  }

  /** Adds an executor of a known framework on a known agent. */
  public void add(FrameworkID framework, AgentID agent, ExecutorInfo executor) {
    Table<ExecutorID, ExecutorInfo> there = executors(framework, agent);
    Table<ExecutorID, ExecutorInfo> now = there.and(executor.getExecutorId(), executor);
    framework(framework, f -> f.executors = f.executors.and(agent, now));
    use(framework, agent, Resources.of(executor.getResourcesList()));
  }

  /**
   * Removes an executor that is there.
   *
   * @return what it held
   */
  public Resources remove(FrameworkID framework, AgentID agent, ExecutorInfo executor) {
    Table<ExecutorID, ExecutorInfo> left =
        executors(framework, agent).without(executor.getExecutorId());
    framework(
        framework,
        f ->
            f.executors =
                left.isEmpty() ? f.executors.without(agent) : f.executors.and(agent, left));
    Resources held = Resources.of(executor.getResourcesList());
    free(framework, agent, held);
    return held;
  }

  private Table<ExecutorID, ExecutorInfo> executors(FrameworkID framework, AgentID agent) {
    return Table.of(known(framework).executors().getOrDefault(agent, Map.of()));
  }

  // Offers.

  public @Nullable Offered offer(OfferID id) {
    return offers.get(id);
  }

  public List<Offered> offers(AgentID agent) {
    return offersOfAgent.of(agent).stream().map(offers::get).toList();
  }

  public int offerCount() {
    return offers.size();
  }

  public void add(Offered offer) {
    offers.put(offer.id(), offer);
    offersOfAgent.add(offer.agent(), offer.id());
    framework(offer.framework(), f -> f.offers = f.offers.and(offer.id(), offer));
    agent(offer.agent(), a -> a.offered = a.offered.plus(offer.resources()));
  }

  public void remove(Offered offer) {
    offers.remove(offer.id());
    offersOfAgent.remove(offer.agent(), offer.id());
    framework(offer.framework(), f -> f.offers = f.offers.without(offer.id()));
    agent(offer.agent(), a -> a.offered = a.offered.minus(offer.resources()));
  }

  // Operations.

  /** What an agent has becomes something else; its quantities stay the same. */
  public void convert(AgentID agent, Conversion conversion) {
    agent(agent, a -> a.total = conversion.apply(a.total));
  }

  /** Adds an operation of an agent that is there, or replaces it by what it has become. */
  public void put(Operation operation) {
    agent(
        operation.getAgentId(),
        a -> a.operations = a.operations.and(operation.getUuid().getValue(), operation));
    operations.add(operation);
  }

  /** Removes an operation. */
  public void remove(Operation operation) {
    agent(
        operation.getAgentId(),
        a -> a.operations = a.operations.without(operation.getUuid().getValue()));
    operations.remove(operation);
  }

  /** The operation of that uuid on the agent, if there is one. */
  public @Nullable Operation operation(AgentID agent, ByteString uuid) {
    Agent there = agents.get(agent);
    return there == null ? null : there.operations().get(uuid);
  }

  /** The operation that the framework calls so, if its outcome is not acknowledged yet. */
  public @Nullable Operation operation(FrameworkID framework, OperationID id) {
    OperationIndex.OperationRef ref = operations.named(framework, id);
    return ref == null ? null : operation(ref.agent(), ref.uuid());
  }

  /** All operations to which the framework gave an id. */
  public List<Operation> operations(FrameworkID framework) {
    return operations.named(framework).stream()
        .map(ref -> operation(ref.agent(), ref.uuid()))
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }

  /** What the agent has to apply, in the order in which it was decided. */
  public List<Operation> pendingOperations(AgentID agent) {
    return operations.pending(agent).stream()
        .map(uuid -> operation(agent, uuid))
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }

  // Accounts.

  private void use(FrameworkID framework, AgentID agent, Resources more) {
    account(framework, agent, used(framework, agent).plus(more));
  }

  private void free(FrameworkID framework, AgentID agent, Resources less) {
    account(framework, agent, used(framework, agent).minus(less));
  }

  private Resources used(FrameworkID framework, AgentID agent) {
    return known(framework).used().getOrDefault(agent, Resources.empty());
  }

  private void account(FrameworkID framework, AgentID agent, Resources now) {
    framework(
        framework, f -> f.used = now.isEmpty() ? f.used.without(agent) : f.used.and(agent, now));
    agent(
        agent,
        a -> a.used = now.isEmpty() ? a.used.without(framework) : a.used.and(framework, now));
  }
}
