package org.meseta.testkit.cluster.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.Volume;

/**
 * What a scheduler keeps: it reserves disk space of its offers for their roles, makes volumes of
 * that, resizes and destroys them, and gives the space back. Not all of it can be done.
 */
final class Keeping {
  private static final int VOLUMES = 5;
  private static final int MOST_SIZE = 50;

  private final String name;
  private final RandomGenerator random;
  private String role = "";
  private int count;

  /**
   * @param operations to be performed before the tasks are launched
   */
  record Plan(List<Offer.Operation> operations, List<TaskInfo> tasks) {}

  Keeping(String name, RandomGenerator random) {
    this.name = name;
    this.random = random;
  }

  /** What a framework that keeps things must say of itself. */
  static void introduce(FrameworkInfo.Builder info) {
    for (Capability.Type type :
        List.of(
            Capability.Type.MULTI_ROLE,
            Capability.Type.RESERVATION_REFINEMENT,
            Capability.Type.SHARED_RESOURCES)) {
      info.addCapabilitiesBuilder().setType(type);
    }
  }

  /** What to do with an offer besides, or together with, launching tasks. */
  Plan plan(Offer offer, List<TaskInfo> tasks) {
    role = offer.getAllocationInfo().getRole();
    List<Offer.Operation> operations = new ArrayList<>();
    List<Resource> volumes = new ArrayList<>();
    for (Resource resource : offer.getResourcesList()) {
      if (resource.getName().equals("disk") && random.nextInt(3) == 0) {
        keep(offer, resource, volumes).map(this::named).ifPresent(operations::add);
      }
      if (isVolume(resource) && isMine(resource) && random.nextInt(2) == 0) {
        volumes.add(resource);
      }
    }
    return new Plan(operations, volumes.isEmpty() ? tasks : on(volumes.get(0), tasks));
  }

  /** Two tasks may use a shared volume at a time. */
  private static List<TaskInfo> on(Resource volume, List<TaskInfo> tasks) {
    List<TaskInfo> with = new ArrayList<>(tasks);
    int most = volume.hasShared() ? 2 : 1;
    for (int i = 0; i < Math.min(most, with.size()); i++) {
      with.set(i, with.get(i).toBuilder().addResources(volume).build());
    }
    return with;
  }

  /** Of some it wants to hear what became of them. */
  private Offer.Operation named(Offer.Operation operation) {
    if (random.nextBoolean()) {
      return operation;
    }
    Offer.Operation.Builder named = operation.toBuilder();
    named.getIdBuilder().setValue(name + "-o" + count++);
    return named.build();
  }

  private Optional<Offer.Operation> keep(Offer offer, Resource disk, List<Resource> volumes) {
    if (isVolume(disk)) {
      return isMine(disk) ? Optional.of(change(offer, disk)) : Optional.empty();
    }
    if (!isMine(disk)) {
      Resource.Builder part = part(disk).toBuilder();
      part.addReservationsBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole(role);
      return Optional.of(reserve(part.build()));
    }
    if (random.nextInt(3) == 0) {
      return Optional.of(unreserve(part(disk)));
    }
    Resource volume = volume(part(disk));
    volumes.add(volume);
    return Optional.of(creation(volume));
  }

  private Offer.Operation change(Offer offer, Resource volume) {
    Offer.Operation.Builder operation = Offer.Operation.newBuilder();
    Optional<Resource> space =
        offer.getResourcesList().stream()
            .filter(r -> r.getName().equals("disk") && !isVolume(r))
            .filter(r -> r.getReservationsList().equals(volume.getReservationsList()))
            .findFirst();
    switch (random.nextInt(3)) {
      case 0 -> {
        operation.setType(Offer.Operation.Type.SHRINK_VOLUME);
        operation
            .getShrinkVolumeBuilder()
            .setVolume(volume)
            .setSubtract(Value.Scalar.newBuilder().setValue(1 + random.nextInt(MOST_SIZE)));
      }
      case 1 -> {
        operation.setType(Offer.Operation.Type.GROW_VOLUME);
        operation
            .getGrowVolumeBuilder()
            .setVolume(volume)
            .setAddition(space.map(this::part).orElse(volume));
      }
      default -> {
        operation.setType(Offer.Operation.Type.DESTROY);
        operation.getDestroyBuilder().addVolumes(volume);
      }
    }
    return operation.build();
  }

  private static boolean isVolume(Resource resource) {
    return resource.getDisk().hasPersistence();
  }

  private boolean isMine(Resource resource) {
    int depth = resource.getReservationsCount();
    return depth > 0 && resource.getReservations(depth - 1).getRole().equals(role);
  }

  private Resource part(Resource whole) {
    double most = whole.getScalar().getValue();
    double part = Math.min(most, 1 + random.nextInt(MOST_SIZE) + random.nextInt(1000) / 1000.0);
    return whole.toBuilder().setScalar(Value.Scalar.newBuilder().setValue(part)).build();
  }

  private Resource volume(Resource space) {
    Resource.Builder volume = space.toBuilder();
    volume
        .getDiskBuilder()
        .setVolume(Volume.newBuilder().setContainerPath("data").setMode(Volume.Mode.RW))
        .getPersistenceBuilder()
        .setId("v" + random.nextInt(VOLUMES));
    if (random.nextBoolean()) {
      volume.setShared(Resource.SharedInfo.getDefaultInstance());
    }
    return volume.build();
  }

  private static Offer.Operation reserve(Resource resource) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.RESERVE)
        .setReserve(Offer.Operation.Reserve.newBuilder().addResources(resource))
        .build();
  }

  private static Offer.Operation unreserve(Resource resource) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.UNRESERVE)
        .setUnreserve(Offer.Operation.Unreserve.newBuilder().addResources(resource))
        .build();
  }

  private static Offer.Operation creation(Resource volume) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.CREATE)
        .setCreate(Offer.Operation.Create.newBuilder().addVolumes(volume))
        .build();
  }
}
