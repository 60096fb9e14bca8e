package org.meseta.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.ReservationInfo;

/**
 * What operations make of resources: pure functions of the operation as it is on the wire. Whether
 * somebody may do it, and has the resources, is for others to say.
 */
public final class Conversions {

  private Conversions() {}

  /** Whether the operation converts resources that an agent has, at once. */
  public static boolean isConversion(Offer.Operation.Type type) {
    return switch (type) {
      case RESERVE, UNRESERVE, CREATE, DESTROY, GROW_VOLUME, SHRINK_VOLUME -> true;
      case UNKNOWN, LAUNCH, LAUNCH_GROUP, CREATE_DISK, DESTROY_DISK -> false;
    };
  }

  /**
   * What an operation does.
   *
   * @throws ResourceException if it makes no sense, whoever has what; the message says why
   */
  public static Conversion of(Offer.Operation operation) {
    Offer.Operation.Type type = operation.getType();
    return switch (type) {
      case RESERVE -> reserve(operation.getReserve());
      case UNRESERVE -> unreserve(operation.getUnreserve().getResourcesList());
      case CREATE -> create(operation.getCreate().getVolumesList());
      case DESTROY -> create(operation.getDestroy().getVolumesList()).inverse();
      case GROW_VOLUME -> grow(operation.getGrowVolume());
      case SHRINK_VOLUME -> shrink(operation.getShrinkVolume());
      case UNKNOWN, LAUNCH, LAUNCH_GROUP, CREATE_DISK, DESTROY_DISK ->
          throw new ResourceException("Operations of the type " + type + " convert nothing");
    };
  }

  /**
   * What an agent has now.
   *
   * @param fixed what it was started with
   * @param converted what operations have made of it since; see {@link Resources#converted}
   * @throws ResourceException if these cannot have been made of it
   */
  public static Resources replay(Resources fixed, Resources converted) {
    Resources total = fixed;
    for (Resource made : converted.toList()) {
      Resource origin =
          withoutDynamic(made.getDisk().hasPersistence() ? Volumes.space(made) : made);
      Conversion conversion =
          new Conversion(Resources.of(List.of(origin)), Resources.of(List.of(made)));
      require(
          total.contains(conversion.before()),
          "'" + conversion.after() + "' was made of '" + conversion.before() + "'");
      total = conversion.apply(total);
    }
    return total;
  }

  private static Conversion reserve(Offer.Operation.Reserve reserve) {
    List<Resource> after = normal(reserve.getResourcesList());
    after.forEach(Conversions::requireDynamic);
    if (reserve.getSourceCount() == 0) {
      return new Conversion(map(after, Conversions::withoutLast), Resources.of(after));
    }
    List<Resource> before = normal(reserve.getSourceList());
    before.forEach(Conversions::requireNoVolume);
    Resources free = map(before, Conversions::withoutDynamic);
    require(
        free.equals(map(after, Conversions::withoutDynamic)),
        "The source of a reservation and what it becomes must be the same resources");
    // Whoever may change the last reservation may not therefore change those below it.
    Resources below = map(after, Conversions::withoutLast);
    boolean pushed = below.equals(Resources.of(before));
    boolean replaced =
        before.stream().allMatch(Conversions::isDynamic)
            && below.equals(map(before, Conversions::withoutLast));
    require(pushed || replaced, "Only one reservation can be added or replaced at a time");
    return new Conversion(Resources.of(before), Resources.of(after));
  }

  private static Conversion unreserve(List<Resource> resources) {
    List<Resource> before = normal(resources);
    before.forEach(Conversions::requireDynamic);
    return new Conversion(Resources.of(before), map(before, Conversions::withoutLast));
  }

  private static Conversion create(List<Resource> volumes) {
    List<Resource> after = normal(volumes);
    after.forEach(Conversions::requireVolume);
    return new Conversion(map(after, Volumes::space), Resources.of(after));
  }

  private static Conversion grow(Offer.Operation.GrowVolume grow) {
    Resource volume = one(grow.getVolume());
    Resource addition = one(grow.getAddition());
    requireResizable(volume);
    require(
        Volumes.space(volume).equals(Volumes.sized(addition, volume)),
        "A volume can only grow by space that is reserved, and on the same disk, as it is");
    long sum = Scalars.add(milli(volume), milli(addition));
    return new Conversion(
        Resources.of(List.of(volume, addition)), Resources.of(List.of(Volumes.sized(volume, sum))));
  }

  private static Conversion shrink(Offer.Operation.ShrinkVolume shrink) {
    Resource volume = one(shrink.getVolume());
    requireResizable(volume);
    long less = Scalars.toMilli(shrink.getSubtract().getValue());
    require(less > 0, "A volume can only shrink by more than nothing");
    require(less < milli(volume), "A volume must keep some of its space");
    Resource smaller = Volumes.sized(volume, milli(volume) - less);
    Resource freed = Volumes.sized(Volumes.space(volume), less);
    return new Conversion(Resources.of(List.of(volume)), Resources.of(List.of(smaller, freed)));
  }

  private static long milli(Resource resource) {
    return Scalars.toMilli(resource.getScalar().getValue());
  }

  private static Resource one(Resource resource) {
    return normal(List.of(resource)).get(0);
  }

  /** Valid ones, with a reservation stack. */
  private static List<Resource> normal(List<Resource> resources) {
    require(!resources.isEmpty(), "There are no resources");
    List<Resource> normal = new ArrayList<>(resources.size());
    for (Resource resource : resources) {
      List<Resource> read = Resources.of(List.of(resource)).toList();
      require(!read.isEmpty(), "There is nothing of the resource '" + resource.getName() + "'");
      normal.addAll(read);
    }
    return normal;
  }

  private static Resources map(List<Resource> resources, UnaryOperator<Resource> change) {
    return Resources.of(resources.stream().map(change).toList());
  }

  private static void requireDynamic(Resource resource) {
    require(
        isDynamic(resource),
        "The resource '" + resource.getName() + "' is not dynamically reserved");
    require(
        !resource.hasRevocable(),
        "The resource '" + resource.getName() + "' is revocable: it cannot be reserved");
    requireNoVolume(resource);
  }

  private static boolean isDynamic(Resource resource) {
    int depth = resource.getReservationsCount();
    return depth > 0
        && resource.getReservations(depth - 1).getType() == ReservationInfo.Type.DYNAMIC;
  }

  private static void requireNoVolume(Resource resource) {
    require(
        !resource.getDisk().hasPersistence(),
        "'"
            + resource.getDisk().getPersistence().getId()
            + "' is a persistent volume: its reservation cannot be changed");
  }

  private static Resource withoutLast(Resource resource) {
    return resource.toBuilder().removeReservations(resource.getReservationsCount() - 1).build();
  }

  private static Resource withoutDynamic(Resource resource) {
    Resource.Builder rest = resource.toBuilder().clearReservations();
    resource.getReservationsList().stream()
        .filter(level -> level.getType() == ReservationInfo.Type.STATIC)
        .forEach(rest::addReservations);
    return rest.build();
  }

  private static void requireVolume(Resource resource) {
    require(
        resource.getDisk().hasPersistence(),
        "The resource '" + resource.getName() + "' has no persistence: it is not a volume");
    Volumes.invalid(resource)
        .ifPresent(
            reason ->
                require(
                    false,
                    "The volume '" + resource.getDisk().getPersistence().getId() + "' " + reason));
  }

  private static void requireResizable(Resource volume) {
    requireVolume(volume);
    String id = volume.getDisk().getPersistence().getId();
    require(!volume.hasShared(), "The volume '" + id + "' is shared: it cannot be resized");
    require(
        !volume.getDisk().hasSource()
            || volume.getDisk().getSource().getType() == Resource.DiskInfo.Source.Type.PATH,
        "The volume '" + id + "' is a whole disk: it cannot be resized");
    require(
        !volume.hasProviderId(),
        "The volume '" + id + "' belongs to a resource provider: it cannot be resized");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new ResourceException(message);
    }
  }
}
