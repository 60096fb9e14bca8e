package org.meseta.master.state;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.meseta.plugin.allocator.OfferFilter;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.OfferID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.scheduler.OfferConstraints;
import org.meseta.resources.Resources;

/**
 * A framework.
 *
 * @param info with its id
 * @param connected whether its event stream is open
 * @param active whether it may get offers
 * @param recovered known from agents only; it has not come back to this master yet
 * @param registeredTime when it first subscribed to this master
 * @param reregisteredTime when it last subscribed again
 * @param unregisteredTime when it was disconnected or removed
 * @param suppressedRoles roles for which it wants no offers
 * @param offerFilter which agents it wants to be offered
 * @param tasks that are not over (or whose end is not acknowledged), by id
 * @param unreachableTasks on agents that cannot be reached, by id
 * @param completedTasks over and acknowledged, the oldest first
 * @param executors custom executors that run, by agent
 * @param offers that are out, by id
 * @param used resources of its tasks and executors, by agent
 */
public record Framework(
    FrameworkInfo info,
    boolean connected,
    boolean active,
    boolean recovered,
    Instant registeredTime,
    Optional<Instant> reregisteredTime,
    Optional<Instant> unregisteredTime,
    Set<String> suppressedRoles,
    OfferFilter offerFilter,
    Map<TaskID, Task> tasks,
    Map<TaskID, Task> unreachableTasks,
    Collection<Task> completedTasks,
    Map<AgentID, Map<ExecutorID, ExecutorInfo>> executors,
    Map<OfferID, Offered> offers,
    Map<AgentID, Resources> used) {

  public Framework {
    suppressedRoles = Set.copyOf(suppressedRoles);
    tasks = Table.of(tasks);
    unreachableTasks = Table.of(unreachableTasks);
    completedTasks = History.of(completedTasks);
    executors = Table.of(executors);
    offers = Table.of(offers);
    used = Table.of(used);
  }

  /** Its id. */
  public FrameworkID id() {
    return info.getId();
  }

  /** The roles it subscribed with. */
  public List<String> roles() {
    return info.getRolesCount() > 0 ? info.getRolesList() : List.of(role());
  }

  @SuppressWarnings("deprecation") // frameworks without MULTI_ROLE still use it
  private String role() {
    return info.getRole();
  }

  /** Which agents it wants to be offered, as it has said so. */
  public OfferConstraints constraints() {
    return offerFilter.constraints();
  }

  /** Whether it announced this capability. */
  public boolean can(FrameworkInfo.Capability.Type capability) {
    return info.getCapabilitiesList().stream().anyMatch(c -> c.getType() == capability);
  }

  /** The same framework, changed. */
  public Framework with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.framework();
  }

  /** The parts of a framework, while they change. */
  public static final class Draft {
    public FrameworkInfo info;
    public boolean connected;
    public boolean active;
    public boolean recovered;
    public Instant registeredTime;
    public Optional<Instant> reregisteredTime;
    public Optional<Instant> unregisteredTime;
    public Set<String> suppressedRoles;
    public OfferFilter offerFilter;
    public Table<TaskID, Task> tasks;
    public Table<TaskID, Task> unreachableTasks;
    public History<Task> completedTasks;
    public Table<AgentID, Map<ExecutorID, ExecutorInfo>> executors;
    public Table<OfferID, Offered> offers;
    public Table<AgentID, Resources> used;

    private Draft(Framework before) {
      info = before.info;
      connected = before.connected;
      active = before.active;
      recovered = before.recovered;
      registeredTime = before.registeredTime;
      reregisteredTime = before.reregisteredTime;
      unregisteredTime = before.unregisteredTime;
      suppressedRoles = before.suppressedRoles;
      offerFilter = before.offerFilter;
      tasks = Table.of(before.tasks);
      unreachableTasks = Table.of(before.unreachableTasks);
      completedTasks = History.of(before.completedTasks);
      executors = Table.of(before.executors);
      offers = Table.of(before.offers);
      used = Table.of(before.used);
    }

    private Framework framework() {
      return new Framework(
          info,
          connected,
          active,
          recovered,
          registeredTime,
          reregisteredTime,
          unregisteredTime,
          suppressedRoles,
          offerFilter,
          tasks,
          unreachableTasks,
          completedTasks,
          executors,
          offers,
          used);
    }
  }
}
