package org.meseta.master.loop;

import java.util.List;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OperationID;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.protocol.v1.Volume;
import org.meseta.resources.Resources;

/**
 * Operations as tests need them; everything is of the role {@code eng} unless it says otherwise.
 */
final class Operations {
  static final String ROLE = "eng";

  private Operations() {}

  @SuppressWarnings("deprecation") // what is parsed has a role
  static Resource one(String text) {
    return Resources.parseList(text, "*").get(0).toBuilder().clearRole().build();
  }

  static Resource reserved(String text, String role, String principal) {
    ReservationInfo.Builder reservation =
        ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole(role);
    if (!principal.isEmpty()) {
      reservation.setPrincipal(principal);
    }
    return one(text).toBuilder().addReservations(reservation).build();
  }

  static Resource reserved(String text) {
    return reserved(text, ROLE, "");
  }

  static Resource volume(String id, int size) {
    return reserved("disk:" + size).toBuilder()
        .setDisk(
            DiskInfo.newBuilder()
                .setPersistence(DiskInfo.Persistence.newBuilder().setId(id))
                .setVolume(Volume.newBuilder().setContainerPath("data").setMode(Volume.Mode.RW)))
        .build();
  }

  static Resource shared(Resource volume) {
    return volume.toBuilder().setShared(Resource.SharedInfo.getDefaultInstance()).build();
  }

  static Resources resources(Resource... resources) {
    return Resources.of(List.of(resources));
  }

  static Offer.Operation reserve(Resource... resources) {
    Offer.Operation.Builder operation = operation(Offer.Operation.Type.RESERVE);
    operation.getReserveBuilder().addAllResources(List.of(resources));
    return operation.build();
  }

  static Offer.Operation unreserve(Resource... resources) {
    Offer.Operation.Builder operation = operation(Offer.Operation.Type.UNRESERVE);
    operation.getUnreserveBuilder().addAllResources(List.of(resources));
    return operation.build();
  }

  static Offer.Operation createVolume(Resource... volumes) {
    Offer.Operation.Builder operation = operation(Offer.Operation.Type.CREATE);
    operation.getCreateBuilder().addAllVolumes(List.of(volumes));
    return operation.build();
  }

  static Offer.Operation destroy(Resource... volumes) {
    Offer.Operation.Builder operation = operation(Offer.Operation.Type.DESTROY);
    operation.getDestroyBuilder().addAllVolumes(List.of(volumes));
    return operation.build();
  }

  static Offer.Operation grow(Resource volume, Resource addition) {
    Offer.Operation.Builder operation = operation(Offer.Operation.Type.GROW_VOLUME);
    operation.getGrowVolumeBuilder().setVolume(volume).setAddition(addition);
    return operation.build();
  }

  static Offer.Operation named(String id, Offer.Operation operation) {
    return operation.toBuilder().setId(OperationID.newBuilder().setValue(id)).build();
  }

  private static Offer.Operation.Builder operation(Offer.Operation.Type type) {
    return Offer.Operation.newBuilder().setType(type);
  }
}
