package org.meseta.plugins.allocator.hierarchical;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.AgentInfo.Capability;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;
import org.meseta.resources.Roles;

/** An agent that the master told of. */
final class AgentState {

  private static final long UNSETTLED = -1;

  final AgentID id;
  final Refusals refusals = new Refusals();

  /** What is allocated here, by whom; of frameworks that are not known (yet), too. */
  private final Map<FrameworkID, Resources> held = new HashMap<>();

  private AgentInfo info;
  private Resources total;

  /** The sum of what is held, by no role in particular. */
  private Resources taken = Resources.empty();

  private boolean hasGpus;
  private boolean takesSeveralRoles;
  private boolean takesRolesBelowOthers;
  private @Nullable Offerable offerable;
  boolean active = true;

  /** In which generation of frameworks nobody could be offered anything. */
  private long settledIn = UNSETTLED;

  /** In which generation of quotas, if it was for them. */
  private long keptIn = UNSETTLED;

  AgentState(AgentID id, AgentInfo info, List<Capability> capabilities, Resources total) {
    this.id = id;
    this.info = info;
    this.total = total;
    update(info, capabilities, total);
  }

  void update(AgentInfo newInfo, List<Capability> capabilities, Resources newTotal) {
    info = newInfo;
    takesSeveralRoles = has(capabilities, Capability.Type.MULTI_ROLE);
    takesRolesBelowOthers = has(capabilities, Capability.Type.HIERARCHICAL_ROLE);
    setTotal(newTotal);
  }

  void setTotal(Resources newTotal) {
    total = newTotal;
    hasGpus = total.scalarQuantities().milli("gpus") > 0;
    changed();
  }

  private static boolean has(List<Capability> capabilities, Capability.Type type) {
    return capabilities.stream().anyMatch(capability -> capability.getType() == type);
  }

  private void changed() {
    offerable = null;
    unsettle();
  }

  /** Somebody may be offered something that could not before. */
  void unsettle() {
    settledIn = UNSETTLED;
  }

  /**
   * Nobody could be offered anything.
   *
   * @param frameworks generation of them
   * @param quotas generation of them, if it might have been otherwise without quotas
   */
  void settle(long frameworks, OptionalLong quotas) {
    settledIn = frameworks;
    keptIn = quotas.orElse(UNSETTLED);
  }

  /** Whether nobody could be offered anything, and that is still so. */
  boolean isSettled(long frameworks, long quotas) {
    return settledIn == frameworks && (keptIn == UNSETTLED || keptIn == quotas);
  }

  AgentInfo info() {
    return info;
  }

  String hostname() {
    return info.getHostname();
  }

  Resources total() {
    return total;
  }

  boolean takes(String role) {
    return takesRolesBelowOthers || !Roles.isHierarchical(role);
  }

  boolean takesSeveralRoles() {
    return takesSeveralRoles;
  }

  boolean hasGpus() {
    return hasGpus;
  }

  Map<FrameworkID, Resources> held() {
    return held;
  }

  Resources heldBy(FrameworkID framework) {
    return held.getOrDefault(framework, Resources.empty());
  }

  void setHeld(FrameworkID framework, Resources resources) {
    taken = taken.minus(heldBy(framework).unallocated()).plus(resources.unallocated());
    if (resources.isEmpty()) {
      held.remove(framework);
    } else {
      held.put(framework, resources);
    }
    changed();
  }

  /** What is free. */
  Offerable offerable() {
    Offerable known = offerable;
    if (known == null) {
      known = new Offerable(free());
      offerable = known;
    }
    return known;
  }

  /** Shared volumes are always free for one more. */
  private Resources free() {
    Resources shared = total.shared();
    return shared.isEmpty()
        ? total.minus(taken)
        : total.nonShared().minus(taken.nonShared()).plus(shared);
  }
}
