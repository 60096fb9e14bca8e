package org.meseta.resources;

import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.AllocationInfo;
import org.meseta.protocol.v1.Resource.DiskInfo;
import org.meseta.protocol.v1.Resource.RevocableInfo;
import org.meseta.protocol.v1.Resource.SharedInfo;
import org.meseta.protocol.v1.ResourceProviderID;
import org.meseta.protocol.v1.Value;

/** Reads and writes resources as they are on the wire. */
final class WireForm {

  private static final String DISK = "disk";
  private static final String GPUS = "gpus";

  private WireForm() {}

  /**
   * @throws ResourceException if it is not valid; the message names the resource
   */
  static Entry read(Resource wire) {
    if (wire.getName().isEmpty()) {
      throw new ResourceException("A resource must have a name");
    }
    try {
      return amount(key(wire), wire);
    } catch (ResourceException e) {
      throw new ResourceException("Resource '" + wire.getName() + "': " + e.getMessage(), e);
    }
  }

  private static Key key(Resource wire) {
    return new Key(wire.getName(), kind(wire), allocationRole(wire), traits(wire));
  }

  private static Key.Kind kind(Resource wire) {
    requireOnly(wire);
    return switch (wire.getType()) {
      case SCALAR -> Key.Kind.SCALAR;
      case RANGES -> Key.Kind.RANGES;
      case SET -> Key.Kind.SET;
      case TEXT -> throw new ResourceException("the type TEXT is not for resources");
    };
  }

  private static void requireOnly(Resource wire) {
    Value.Type type = wire.getType();
    if (wire.hasScalar() != (type == Value.Type.SCALAR)
        || wire.hasRanges() != (type == Value.Type.RANGES)
        || wire.hasSet() != (type == Value.Type.SET)) {
      throw new ResourceException(
          "of 'scalar', 'ranges' and 'set', exactly the one of the type " + type + " must be set");
    }
  }

  private static @Nullable String allocationRole(Resource wire) {
    return wire.getAllocationInfo().hasRole()
        ? Roles.require(wire.getAllocationInfo().getRole())
        : null;
  }

  private static Traits traits(Resource wire) {
    DiskInfo disk = wire.hasDisk() ? disk(wire) : null;
    if (wire.hasShared() && (disk == null || !disk.hasPersistence())) {
      throw new ResourceException("only a persistent volume can be shared");
    }
    return new Traits(
            Reservations.read(wire),
            disk,
            wire.hasRevocable(),
            wire.hasProviderId() ? wire.getProviderId().getValue() : null,
            wire.hasShared())
        .interned();
  }

  private static DiskInfo disk(Resource wire) {
    if (!wire.getName().equals(DISK)) {
      throw new ResourceException("'disk' is only for resources of the name disk");
    }
    DiskInfo disk = wire.getDisk();
    if (disk.hasSource()) {
      requireSource(disk);
    }
    return disk;
  }

  private static void requireSource(DiskInfo disk) {
    DiskInfo.Source.Type type = disk.getSource().getType();
    if (type == DiskInfo.Source.Type.UNKNOWN) {
      throw new ResourceException("the type of the disk's source is not known");
    }
    boolean raw = type == DiskInfo.Source.Type.RAW || type == DiskInfo.Source.Type.BLOCK;
    if (raw && disk.hasPersistence()) {
      throw new ResourceException("a disk of the type " + type + " cannot hold a volume");
    }
  }

  private static Entry amount(Key key, Resource wire) {
    return switch (key.kind) {
      case SCALAR -> new ScalarEntry(key, 1, scalar(wire));
      case RANGES -> new RangesEntry(key, 1, RangeSet.of(wire.getRanges()));
      case SET -> SetEntry.of(key, wire.getSet().getItemList());
    };
  }

  private static long scalar(Resource wire) {
    long milli = Scalars.toMilli(wire.getScalar().getValue());
    if (wire.getName().equals(GPUS) && milli % Scalars.ONE != 0) {
      throw new ResourceException("gpus must be a whole number");
    }
    return milli;
  }

  /** With a reservation stack; one of the copies. */
  static Resource write(Entry entry) {
    Key key = entry.key;
    Traits traits = key.traits;
    Resource.Builder wire = Resource.newBuilder().setName(key.name);
    entry.writeAmount(wire);
    if (key.allocationRole != null) {
      wire.setAllocationInfo(AllocationInfo.newBuilder().setRole(key.allocationRole));
    }
    if (!traits.equals(Traits.PLAIN)) {
      writeTraits(traits, wire);
    }
    return wire.build();
  }

  private static void writeTraits(Traits traits, Resource.Builder wire) {
    wire.addAllReservations(traits.reservations());
    if (traits.disk() != null) {
      wire.setDisk(traits.disk());
    }
    if (traits.revocable()) {
      wire.setRevocable(RevocableInfo.getDefaultInstance());
    }
    if (traits.provider() != null) {
      wire.setProviderId(ResourceProviderID.newBuilder().setValue(traits.provider()));
    }
    if (traits.shared()) {
      wire.setShared(SharedInfo.getDefaultInstance());
    }
  }
}
