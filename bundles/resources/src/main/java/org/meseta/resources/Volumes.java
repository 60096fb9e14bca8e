package org.meseta.resources;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Optional;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.Volume;

/** Persistent volumes, as they are on the wire with a reservation stack. */
public final class Volumes {
  private static final int MOST_NAME_BYTES = 255;

  private Volumes() {}

  /** The disk space that a volume is made of. */
  public static Resource space(Resource volume) {
    Resource.Builder space = volume.toBuilder().clearShared();
    if (volume.getDisk().hasSource()) {
      return space.setDisk(volume.getDisk().toBuilder().clearPersistence().clearVolume()).build();
    }
    return space.clearDisk().build();
  }

  /**
   * Where a volume is on its agent: where Mesos has it. A whole disk is the volume itself.
   *
   * @param work the agent's work directory, absolute
   * @throws IllegalArgumentException if that cannot be said of this disk
   */
  public static Path folder(Path work, Resource volume) {
    DiskInfo.Source source = volume.getDisk().getSource();
    Path root = source.hasType() ? root(work, source) : work;
    if (source.getType() == DiskInfo.Source.Type.MOUNT) {
      return root;
    }
    int depth = volume.getReservationsCount();
    String role = volume.getReservations(depth - 1).getRole().replace('/', ' ');
    return root.resolve("volumes")
        .resolve("roles")
        .resolve(role)
        .resolve(volume.getDisk().getPersistence().getId());
  }

  /**
   * Where a disk of the type PATH or MOUNT is.
   *
   * @param work to which a relative one refers
   * @throws IllegalArgumentException if that cannot be said
   */
  public static Path root(Path work, DiskInfo.Source source) {
    String root =
        switch (source.getType()) {
          case PATH -> source.getPath().getRoot();
          case MOUNT -> source.getMount().getRoot();
          case BLOCK, RAW, UNKNOWN -> "";
        };
    if (root.isEmpty()) {
      throw new IllegalArgumentException(
          "A disk of the type " + source.getType() + " that is nowhere cannot hold a volume");
    }
    return work.resolve(root);
  }

  /** The resource with the amount of another one. */
  static Resource sized(Resource resource, Resource like) {
    return resource.toBuilder().setScalar(like.getScalar()).build();
  }

  /**
   * @param milli thousandths of a MiB
   */
  static Resource sized(Resource resource, long milli) {
    return resource.toBuilder()
        .setScalar(Value.Scalar.newBuilder().setValue(Scalars.toDouble(milli)))
        .build();
  }

  /**
   * Says why a resource with persistence cannot be a volume.
   *
   * @return the end of a sentence that begins with the volume's name; empty if it can
   */
  static Optional<String> invalid(Resource resource) {
    DiskInfo disk = resource.getDisk();
    if (resource.getReservationsCount() == 0) {
      return Optional.of("is not reserved");
    }
    if (resource.hasRevocable()) {
      return Optional.of("is revocable");
    }
    if (!disk.hasVolume()) {
      return Optional.of("does not say where it is in the container");
    }
    DiskInfo.Source.Type source = disk.getSource().getType();
    if (source == DiskInfo.Source.Type.BLOCK || source == DiskInfo.Source.Type.RAW) {
      return Optional.of("is on a disk of the type " + source + ", which has no folders");
    }
    Volume volume = disk.getVolume();
    if (volume.hasHostPath() || volume.hasSource() || volume.hasImage()) {
      return Optional.of("cannot have a host path, an image or a source");
    }
    if (volume.getMode() != Volume.Mode.RW) {
      return Optional.of("must be mounted RW");
    }
    String role = resource.getReservations(resource.getReservationsCount() - 1).getRole();
    if (bytes(role) > MOST_NAME_BYTES) {
      return Optional.of("has a role whose name is too long for a folder");
    }
    return invalidId(disk.getPersistence().getId())
        .or(() -> invalidPath(volume.getContainerPath()));
  }

  /** An id becomes the name of a folder. */
  private static Optional<String> invalidId(String id) {
    boolean named =
        !id.isEmpty() && bytes(id) <= MOST_NAME_BYTES && !id.equals(".") && !id.equals("..");
    boolean plain = id.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
    return named && plain
        ? Optional.empty()
        : Optional.of("has an id that cannot be the name of a folder");
  }

  private static int bytes(String name) {
    return name.getBytes(UTF_8).length;
  }

  /** It becomes a link right in the sandbox. */
  private static Optional<String> invalidPath(String path) {
    boolean named =
        !path.isEmpty()
            && bytes(path) <= MOST_NAME_BYTES
            && !path.equals(".")
            && !path.equals("..");
    return named && path.indexOf('/') < 0 && path.indexOf('\0') < 0
        ? Optional.empty()
        : Optional.of("must have a relative container path of one part");
  }
}
