package org.meseta.storage;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Who may do what with a file of ours. */
public enum FileMode {
  /** 0600: only the daemon's user. */
  PRIVATE("rw-------"),
  /** 0640: the group may read. */
  GROUP("rw-r-----"),
  /** 0644: all may read. */
  SHARED("rw-r--r--");

  private final String permissions;

  FileMode(String permissions) {
    this.permissions = permissions;
  }

  Set<PosixFilePermission> permissions() {
    return PosixFilePermissions.fromString(permissions);
  }

  FileAttribute<?> attribute() {
    return PosixFilePermissions.asFileAttribute(permissions());
  }
}
