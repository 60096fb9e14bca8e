package org.meseta.resources;

import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.Volume;

/** Resources and operations as tests need them. */
final class Wire {

  private Wire() {}

  static Resource scalar(String name, double amount) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(amount))
        .build();
  }

  /** Reserved dynamically to one role after the other. */
  static Resource reserved(Resource resource, String... roles) {
    Resource.Builder stack = resource.toBuilder();
    for (String role : roles) {
      stack.addReservations(Reservations.reservation(ReservationInfo.Type.DYNAMIC, role));
    }
    return stack.build();
  }

  static Resource statically(Resource resource, String role) {
    return resource.toBuilder()
        .addReservations(Reservations.reservation(ReservationInfo.Type.STATIC, role))
        .build();
  }

  static Resource on(Resource disk, DiskInfo.Source.Type type) {
    DiskInfo.Source.Builder source = DiskInfo.Source.newBuilder().setType(type);
    return disk.toBuilder().setDisk(DiskInfo.newBuilder().setSource(source)).build();
  }

  static Resource volume(Resource disk, String id) {
    DiskInfo.Builder info =
        disk.getDisk().toBuilder()
            .setPersistence(DiskInfo.Persistence.newBuilder().setId(id).setPrincipal("p"))
            .setVolume(Volume.newBuilder().setContainerPath("data-" + id).setMode(Volume.Mode.RW));
    return disk.toBuilder().setDisk(info).build();
  }

  static Resource shared(Resource volume) {
    return volume.toBuilder().setShared(Resource.SharedInfo.getDefaultInstance()).build();
  }

  static Offer.Operation reserve(Resource... resources) {
    Offer.Operation.Builder operation = of(Offer.Operation.Type.RESERVE);
    for (Resource resource : resources) {
      operation.getReserveBuilder().addResources(resource);
    }
    return operation.build();
  }

  static Offer.Operation reserveFrom(Resource source, Resource resource) {
    Offer.Operation.Builder operation = reserve(resource).toBuilder();
    operation.getReserveBuilder().addSource(source);
    return operation.build();
  }

  static Offer.Operation unreserve(Resource... resources) {
    Offer.Operation.Builder operation = of(Offer.Operation.Type.UNRESERVE);
    for (Resource resource : resources) {
      operation.getUnreserveBuilder().addResources(resource);
    }
    return operation.build();
  }

  static Offer.Operation create(Resource... volumes) {
    Offer.Operation.Builder operation = of(Offer.Operation.Type.CREATE);
    for (Resource volume : volumes) {
      operation.getCreateBuilder().addVolumes(volume);
    }
    return operation.build();
  }

  static Offer.Operation destroy(Resource... volumes) {
    Offer.Operation.Builder operation = of(Offer.Operation.Type.DESTROY);
    for (Resource volume : volumes) {
      operation.getDestroyBuilder().addVolumes(volume);
    }
    return operation.build();
  }

  static Offer.Operation grow(Resource volume, Resource addition) {
    Offer.Operation.Builder operation = of(Offer.Operation.Type.GROW_VOLUME);
    operation.getGrowVolumeBuilder().setVolume(volume).setAddition(addition);
    return operation.build();
  }

  static Offer.Operation shrink(Resource volume, double subtract) {
    Offer.Operation.Builder operation = of(Offer.Operation.Type.SHRINK_VOLUME);
    operation
        .getShrinkVolumeBuilder()
        .setVolume(volume)
        .setSubtract(Value.Scalar.newBuilder().setValue(subtract));
    return operation.build();
  }

  private static Offer.Operation.Builder of(Offer.Operation.Type type) {
    return Offer.Operation.newBuilder().setType(type);
  }
}
