package org.meseta.master.offers;

import java.util.List;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;

/** Fills in what frameworks may leave out of their operations. */
public final class OperationForm {

  private OperationForm() {}

  /** The operation with an allocation role in each resource that has none. */
  public static Offer.Operation allocated(Offer.Operation operation, String role) {
    Offer.Operation.Builder form = operation.toBuilder();
    switch (operation.getType()) {
      case RESERVE -> {
        Offer.Operation.Reserve.Builder reserve = form.getReserveBuilder();
        reserve.clearResources();
        reserve.addAllResources(allocated(operation.getReserve().getResourcesList(), role));
      }
      case UNRESERVE ->
          form.setUnreserve(
              Offer.Operation.Unreserve.newBuilder()
                  .addAllResources(allocated(operation.getUnreserve().getResourcesList(), role)));
      case CREATE ->
          form.setCreate(
              Offer.Operation.Create.newBuilder()
                  .addAllVolumes(allocated(operation.getCreate().getVolumesList(), role)));
      case DESTROY ->
          form.setDestroy(
              Offer.Operation.Destroy.newBuilder()
                  .addAllVolumes(allocated(operation.getDestroy().getVolumesList(), role)));
      case GROW_VOLUME ->
          form.getGrowVolumeBuilder()
              .setVolume(allocated(operation.getGrowVolume().getVolume(), role))
              .setAddition(allocated(operation.getGrowVolume().getAddition(), role));
      case SHRINK_VOLUME ->
          form.getShrinkVolumeBuilder()
              .setVolume(allocated(operation.getShrinkVolume().getVolume(), role));
      case UNKNOWN, LAUNCH, LAUNCH_GROUP, CREATE_DISK, DESTROY_DISK -> {}
    }
    return form.build();
  }

  private static List<Resource> allocated(List<Resource> resources, String role) {
    return resources.stream().map(resource -> allocated(resource, role)).toList();
  }

  private static Resource allocated(Resource resource, String role) {
    return resource.hasAllocationInfo()
        ? resource
        : resource.toBuilder()
            .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(role))
            .build();
  }
}
