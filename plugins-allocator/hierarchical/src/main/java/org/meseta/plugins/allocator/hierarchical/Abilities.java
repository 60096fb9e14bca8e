package org.meseta.plugins.allocator.hierarchical;

import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;

/**
 * What a framework can deal with, as far as it matters here.
 *
 * @param multiRole has several roles
 * @param gpus wants agents with gpus
 * @param revocable takes resources that may be taken back
 * @param shared takes volumes that others use as well
 * @param refinement knows stacks of reservations
 * @param regionAware takes agents in other regions
 */
record Abilities(
    boolean multiRole,
    boolean gpus,
    boolean revocable,
    boolean shared,
    boolean refinement,
    boolean regionAware) {

  static Abilities of(FrameworkInfo info) {
    return new Abilities(
        has(info, Capability.Type.MULTI_ROLE),
        has(info, Capability.Type.GPU_RESOURCES),
        has(info, Capability.Type.REVOCABLE_RESOURCES),
        has(info, Capability.Type.SHARED_RESOURCES),
        has(info, Capability.Type.RESERVATION_REFINEMENT),
        has(info, Capability.Type.REGION_AWARE));
  }

  private static boolean has(FrameworkInfo info, Capability.Type type) {
    return info.getCapabilitiesList().stream().anyMatch(ability -> ability.getType() == type);
  }
}
