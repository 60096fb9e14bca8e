package org.meseta.master.http.operator;

import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.master.Call;

/** Calls that convert resources of an agent, as operations. */
final class ResourceCalls {

  private ResourceCalls() {}

  /** Whose resources they are. */
  static AgentID agent(Call call) {
    return switch (call.getType()) {
      case RESERVE_RESOURCES -> call.getReserveResources().getAgentId();
      case UNRESERVE_RESOURCES -> call.getUnreserveResources().getAgentId();
      case CREATE_VOLUMES -> call.getCreateVolumes().getAgentId();
      case DESTROY_VOLUMES -> call.getDestroyVolumes().getAgentId();
      case GROW_VOLUME -> call.getGrowVolume().getAgentId();
      case SHRINK_VOLUME -> call.getShrinkVolume().getAgentId();
      default -> throw unknown(call);
    };
  }

  /** What is to be done. */
  static Offer.Operation of(Call call) {
    Offer.Operation.Builder operation = Offer.Operation.newBuilder();
    switch (call.getType()) {
      case RESERVE_RESOURCES -> {
        operation.setType(Offer.Operation.Type.RESERVE);
        operation
            .getReserveBuilder()
            .addAllSource(call.getReserveResources().getSourceList())
            .addAllResources(call.getReserveResources().getResourcesList());
      }
      case UNRESERVE_RESOURCES -> {
        operation.setType(Offer.Operation.Type.UNRESERVE);
        operation
            .getUnreserveBuilder()
            .addAllResources(call.getUnreserveResources().getResourcesList());
      }
      case CREATE_VOLUMES -> {
        operation.setType(Offer.Operation.Type.CREATE);
        operation.getCreateBuilder().addAllVolumes(call.getCreateVolumes().getVolumesList());
      }
      case DESTROY_VOLUMES -> {
        operation.setType(Offer.Operation.Type.DESTROY);
        operation.getDestroyBuilder().addAllVolumes(call.getDestroyVolumes().getVolumesList());
      }
      case GROW_VOLUME -> {
        operation.setType(Offer.Operation.Type.GROW_VOLUME);
        operation
            .getGrowVolumeBuilder()
            .setVolume(call.getGrowVolume().getVolume())
            .setAddition(call.getGrowVolume().getAddition());
      }
      case SHRINK_VOLUME -> {
        operation.setType(Offer.Operation.Type.SHRINK_VOLUME);
        operation
            .getShrinkVolumeBuilder()
            .setVolume(call.getShrinkVolume().getVolume())
            .setSubtract(call.getShrinkVolume().getSubtract());
      }
      default -> throw unknown(call);
    }
    return operation.build();
  }

  private static IllegalArgumentException unknown(Call call) {
    return new IllegalArgumentException(call.getType() + " converts no resources");
  }
}
