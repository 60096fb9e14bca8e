package org.meseta.resources;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.Resource.DiskInfo;
import org.meseta.protocol.v1.Resource.ReservationInfo;

/**
 * What tells resources of one name apart, besides the allocation role.
 *
 * @param reservations the stack; the last one is the innermost and says who may use the resource
 * @param disk where a disk is and what lives on it
 * @param revocable whether the agent may take it back
 * @param provider id of the resource provider, if not the agent itself
 * @param shared whether several tasks may use it at once
 */
record Traits(
    List<ReservationInfo> reservations,
    @Nullable DiskInfo disk,
    boolean revocable,
    @Nullable String provider,
    boolean shared) {

  /** Of most resources: unreserved, the agent's own, not revocable, not shared. */
  static final Traits PLAIN = new Traits(List.of(), null, false, null, false);

  Traits {
    reservations = List.copyOf(reservations);
  }

  /** The same object for the common case, so that comparing is cheap. */
  Traits interned() {
    return equals(PLAIN) ? PLAIN : this;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // most are the one object PLAIN
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Traits traits && sameAs(traits));
  }

  private boolean sameAs(Traits other) {
    return revocable == other.revocable
        && shared == other.shared
        && reservations.equals(other.reservations)
        && Objects.equals(disk, other.disk)
        && Objects.equals(provider, other.provider);
  }

  @Override
  public int hashCode() {
    return Objects.hash(reservations, disk, revocable, provider, shared);
  }

  @Nullable String reservationRole() {
    return reservations.isEmpty() ? null : reservations.get(reservations.size() - 1).getRole();
  }

  /** Whether two amounts may become one; volumes and whole disks stay what they are. */
  boolean mergeable() {
    return !shared && (disk == null || isDivisible(disk));
  }

  boolean isVolume() {
    return disk != null && disk.hasPersistence();
  }

  boolean isConverted() {
    return isVolume()
        || reservations.stream().anyMatch(r -> r.getType() == ReservationInfo.Type.DYNAMIC);
  }

  private static boolean isDivisible(DiskInfo disk) {
    if (disk.hasPersistence()) {
      return false;
    }
    return switch (disk.getSource().getType()) {
      case MOUNT, BLOCK -> false;
      case RAW -> !disk.getSource().hasId();
      case PATH, UNKNOWN -> true;
    };
  }
}
