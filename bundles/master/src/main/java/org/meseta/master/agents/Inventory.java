package org.meseta.master.agents;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meseta.master.state.Ids;
import org.meseta.master.state.TaskStates;
import org.meseta.protocol.link.ReregisterAgent;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Operation;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Task;
import org.meseta.resources.ResourceException;
import org.meseta.resources.Resources;

/** Says what is wrong with what a returning agent says that it has. */
public final class Inventory {

  private static final int UUID_BYTES = 16;

  private Inventory() {}

  /**
   * @return a sentence without its full stop; empty if nothing is wrong
   */
  public static Optional<String> invalid(ReregisterAgent agent) {
    if (!agent.getAgent().hasId()) {
      return Optional.of("Agent returned without an id");
    }
    Optional<String> badId = Ids.invalid(agent.getAgent().getId().getValue());
    if (badId.isPresent()) {
      return badId.map(reason -> "Agent returned with a bad id: " + reason);
    }
    try {
      frameworks(agent.getFrameworksList());
      agent.getTasksList().forEach(Inventory::task);
      agent.getExecutorsList().forEach(e -> allocated(e.getExecutor().getResourcesList()));
      agent.getOperationsList().forEach(Inventory::operation);
      Resources.of(agent.getTotalList());
      agent.getCompletedFrameworksList().forEach(f -> f.getTasksList().forEach(Inventory::task));
      return Optional.empty();
    } catch (ResourceException e) {
      return Optional.of("Agent returned with " + e.getMessage());
    }
  }

  /**
   * Says what is wrong with what an agent says that it has now.
   *
   * @return a sentence without its full stop; empty if nothing is wrong
   */
  public static Optional<String> invalid(List<Resource> total) {
    try {
      Resources.of(total);
      return Optional.empty();
    } catch (ResourceException e) {
      return Optional.of("Agent resources are not valid: " + e.getMessage());
    }
  }

  /**
   * What an agent has now.
   *
   * @param info what it was started with
   * @param total as it says; empty: as it was started
   */
  public static Resources total(AgentInfo info, List<Resource> total) {
    return Resources.of(total.isEmpty() ? info.getResourcesList() : total);
  }

  private static void operation(Operation operation) {
    require(
        operation.getUuid().getValue().size() == UUID_BYTES
            && operation.getLatestStatus().getUuid().getValue().size() == UUID_BYTES,
        "an operation without a uuid");
  }

  private static void frameworks(List<FrameworkInfo> frameworks) {
    Set<String> seen = new HashSet<>();
    for (FrameworkInfo framework : frameworks) {
      String id = framework.getId().getValue();
      require(Ids.invalid(id).isEmpty() && seen.add(id), "framework '" + id + "'");
    }
  }

  private static void task(Task task) {
    String id = task.getTaskId().getValue();
    require(TaskStates.isFromAgent(task.getState()), "task '" + id + "' in " + task.getState());
    require(Ids.invalid(id).isEmpty(), "task '" + id + "'");
    allocated(task.getResourcesList());
  }

  private static void allocated(List<Resource> resources) {
    Resources.of(resources);
    require(
        resources.stream().allMatch(Resource::hasAllocationInfo),
        "resources in use that are allocated to no role");
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new ResourceException(what);
    }
  }
}
