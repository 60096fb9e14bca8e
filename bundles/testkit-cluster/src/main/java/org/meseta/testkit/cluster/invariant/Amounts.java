package org.meseta.testkit.cluster.invariant;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.resources.Resources;

/**
 * How much of a disk is whose: reckoned anew and simply, with nothing of how the daemons do it. By
 * the stack of roles and the name of the volume, in thousandths of a MiB.
 */
final class Amounts {
  private final Map<String, Long> amounts = new TreeMap<>();

  /** Those of an agent; of a shared volume each copy counts, and there must be one. */
  static Amounts of(Resources total) {
    Amounts amounts = new Amounts();
    for (Resource resource : total.named("disk").toList()) {
      amounts.add(resource, depth(resource), true, milli(resource));
    }
    return amounts;
  }

  /** An operation, which is valid and can be done, is done. */
  void apply(Offer.Operation operation) {
    switch (operation.getType()) {
      case RESERVE -> {
        if (operation.getReserve().getSourceCount() == 0) {
          reserve(operation.getReserve().getResourcesList(), 1);
        } else {
          operation.getReserve().getSourceList().forEach(r -> hold(r, -1));
          operation.getReserve().getResourcesList().forEach(r -> hold(r, 1));
        }
      }
      case UNRESERVE -> reserve(operation.getUnreserve().getResourcesList(), -1);
      case CREATE -> create(operation.getCreate().getVolumesList(), 1);
      case DESTROY -> create(operation.getDestroy().getVolumesList(), -1);
      case GROW_VOLUME ->
          move(
              operation.getGrowVolume().getVolume(),
              milli(operation.getGrowVolume().getAddition()));
      case SHRINK_VOLUME ->
          move(
              operation.getShrinkVolume().getVolume(),
              -Math.round(operation.getShrinkVolume().getSubtract().getValue() * 1000));
      default -> throw new IllegalArgumentException("no conversion: " + operation);
    }
  }

  private void reserve(List<Resource> resources, int sign) {
    for (Resource resource : resources) {
      add(resource, depth(resource), true, sign * milli(resource));
      add(resource, depth(resource) - 1, true, -sign * milli(resource));
    }
  }

  private void hold(Resource resource, int sign) {
    add(resource, depth(resource), true, sign * milli(resource));
  }

  private void create(List<Resource> volumes, int sign) {
    volumes.forEach(volume -> move(volume, sign * milli(volume)));
  }

  /** Space becomes part of a volume. */
  private void move(Resource volume, long milli) {
    add(volume, depth(volume), true, milli);
    add(volume, depth(volume), false, -milli);
  }

  private static int depth(Resource resource) {
    return resource.getReservationsCount();
  }

  private static long milli(Resource resource) {
    return Math.round(resource.getScalar().getValue() * 1000);
  }

  private void add(Resource resource, int depth, boolean withVolume, long milli) {
    String stack =
        resource.getReservationsList().subList(0, depth).stream()
            .map(ReservationInfo::getRole)
            .collect(Collectors.joining(">"));
    String volume = withVolume ? resource.getDisk().getPersistence().getId() : "";
    amounts.merge(stack + ":" + volume, milli, (a, b) -> a + b == 0 ? null : a + b);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Amounts all && amounts.equals(all.amounts);
  }

  @Override
  public int hashCode() {
    return amounts.hashCode();
  }

  @Override
  public String toString() {
    return amounts.toString();
  }
}
