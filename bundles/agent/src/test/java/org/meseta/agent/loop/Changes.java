package org.meseta.agent.loop;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.meseta.protocol.link.ApplyOperation;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.OperationAcknowledgement;
import org.meseta.protocol.link.OperationUpdate;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OperationID;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.Volume;
import org.meseta.resources.Resources;

/** Operations of the role {@code eng/web} as a master sends them. */
final class Changes {
  static final Resource DISK = reserved("disk", 100);
  static final Resource VOLUME = volume("v", 40);

  private Changes() {}

  static Resource scalar(String name, double amount) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(amount))
        .build();
  }

  static Resource reserved(String name, double amount) {
    return scalar(name, amount).toBuilder()
        .addReservations(
            ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole("eng/web"))
        .build();
  }

  static Resource volume(String id, double size) {
    return reserved("disk", size).toBuilder()
        .setDisk(
            DiskInfo.newBuilder()
                .setPersistence(DiskInfo.Persistence.newBuilder().setId(id))
                .setVolume(Volume.newBuilder().setContainerPath("data").setMode(Volume.Mode.RW)))
        .build();
  }

  static Resources these(Resource... resources) {
    return Resources.of(List.of(resources));
  }

  static Offer.Operation reserve(Resource resource) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.RESERVE)
        .setReserve(Offer.Operation.Reserve.newBuilder().addResources(resource))
        .build();
  }

  static Offer.Operation createVolume(Resource volume) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.CREATE)
        .setCreate(Offer.Operation.Create.newBuilder().addVolumes(volume))
        .build();
  }

  static Offer.Operation destroy(Resource volume) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.DESTROY)
        .setDestroy(Offer.Operation.Destroy.newBuilder().addVolumes(volume))
        .build();
  }

  static Offer.Operation grow(Resource volume, Resource addition) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.GROW_VOLUME)
        .setGrowVolume(
            Offer.Operation.GrowVolume.newBuilder().setVolume(volume).setAddition(addition))
        .build();
  }

  static Offer.Operation unreserve(Resource resource) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.UNRESERVE)
        .setUnreserve(Offer.Operation.Unreserve.newBuilder().addResources(resource))
        .build();
  }

  static Offer.Operation shrink(Resource volume, double less) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.SHRINK_VOLUME)
        .setShrinkVolume(
            Offer.Operation.ShrinkVolume.newBuilder()
                .setVolume(volume)
                .setSubtract(Value.Scalar.newBuilder().setValue(less)))
        .build();
  }

  /**
   * @param name names the operation, at most 16 letters
   */
  static MasterMessage.Builder apply(String name, Offer.Operation operation) {
    return MasterMessage.newBuilder()
        .setApplyOperation(
            ApplyOperation.newBuilder()
                .setUuid(uuid(name))
                .setFrameworkId(Rig.FRAMEWORK)
                .setOperation(
                    operation.toBuilder().setId(OperationID.newBuilder().setValue(name))));
  }

  static MasterMessage.Builder acknowledgement(OperationUpdate update) {
    return MasterMessage.newBuilder()
        .setOperationAcknowledgement(
            OperationAcknowledgement.newBuilder()
                .setUuid(update.getUuid())
                .setStatusUuid(update.getStatus().getUuid().getValue()));
  }

  static ByteString uuid(String name) {
    String text = (name + "----------------").substring(0, 16);
    return ByteString.copyFrom(text, StandardCharsets.US_ASCII);
  }
}
