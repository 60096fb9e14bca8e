package org.meseta.shell;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.Volume;
import org.meseta.resources.Resources;

/**
 * Finds among what an agent has what an operator means, and says what is to be done with it.
 *
 * @param total all that the agent has
 * @param role whose reservations and volumes are meant
 */
record Holdings(Resources total, String role) {

  /**
   * Reserves what is reserved to nobody.
   *
   * @param resources as {@code cpus:1;disk:100}
   * @param principal who reserves, if somebody does
   */
  Offer.Operation reserve(String resources, Optional<String> principal) {
    ReservationInfo.Builder reservation =
        ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole(role);
    principal.ifPresent(reservation::setPrincipal);
    Offer.Operation.Builder operation =
        Offer.Operation.newBuilder().setType(Offer.Operation.Type.RESERVE);
    for (Resource resource : Resources.parse(resources, "*").toList()) {
      operation.getReserveBuilder().addResources(resource.toBuilder().addReservations(reservation));
    }
    return operation.build();
  }

  /** Gives back what is reserved dynamically to the role, and is no volume. */
  Offer.Operation unreserve(String resources) {
    Offer.Operation.Builder operation =
        Offer.Operation.newBuilder().setType(Offer.Operation.Type.UNRESERVE);
    for (Resource wanted : Resources.parse(resources, "*").toList()) {
      operation.getUnreserveBuilder().addResources(found(wanted, Holdings::isDynamic));
    }
    return operation.build();
  }

  /** A part, as large as wanted, of what is reserved to the role under that name. */
  private Resource found(Resource wanted, Predicate<Resource> fit) {
    Resources reserved = total.reservedTo(role).named(wanted.getName());
    return reserved.minus(reserved.volumes()).toList().stream()
        .filter(fit)
        .map(there -> part(there, wanted))
        .filter(part -> total.contains(Resources.of(List.of(part))))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The agent has no "
                        + Resources.of(List.of(wanted))
                        + " that is reserved to "
                        + role));
  }

  private static boolean isDynamic(Resource reserved) {
    int depth = reserved.getReservationsCount();
    return reserved.getReservations(depth - 1).getType() == ReservationInfo.Type.DYNAMIC;
  }

  private static Resource part(Resource there, Resource amount) {
    Resource.Builder part = there.toBuilder().clearScalar().clearRanges().clearSet();
    return part.mergeFrom(amount).build();
  }

  /**
   * Makes a volume of disk space that is reserved to the role.
   *
   * @param mebibytes its size
   * @param path its name in sandboxes
   */
  Offer.Operation create(
      String id, double mebibytes, String path, boolean shared, Optional<String> principal) {
    Resource space =
        Resource.newBuilder()
            .setName("disk")
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(mebibytes))
            .build();
    Resource.Builder volume = found(space, reserved -> true).toBuilder();
    DiskInfo.Persistence.Builder persistence = DiskInfo.Persistence.newBuilder().setId(id);
    principal.ifPresent(persistence::setPrincipal);
    volume
        .getDiskBuilder()
        .setPersistence(persistence)
        .setVolume(Volume.newBuilder().setContainerPath(path).setMode(Volume.Mode.RW));
    if (shared) {
      volume.setShared(Resource.SharedInfo.getDefaultInstance());
    }
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.CREATE)
        .setCreate(Offer.Operation.Create.newBuilder().addVolumes(volume))
        .build();
  }

  /** Destroys a volume of the role. */
  Offer.Operation destroy(String id) {
    Resource volume =
        total.reservedTo(role).volumes().toList().stream()
            .filter(v -> v.getDisk().getPersistence().getId().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The role " + role + " has no volume " + id + " on the agent"));
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.DESTROY)
        .setDestroy(Offer.Operation.Destroy.newBuilder().addVolumes(volume))
        .build();
  }
}
