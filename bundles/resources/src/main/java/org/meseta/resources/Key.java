package org.meseta.resources;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What two resources must have in common to be added to each other. */
final class Key {

  /** How the amount is expressed. */
  enum Kind {
    SCALAR,
    RANGES,
    SET
  }

  final String name;
  final Kind kind;
  final @Nullable String allocationRole;
  final Traits traits;
  final boolean mergeable;
  private final int hash;

  Key(String name, Kind kind, @Nullable String allocationRole, Traits traits) {
    this.name = name;
    this.kind = kind;
    this.allocationRole = allocationRole;
    this.traits = traits;
    this.mergeable = traits.mergeable();
    this.hash = 31 * (31 * name.hashCode() + Objects.hashCode(allocationRole)) + traits.hashCode();
  }

  Key allocatedTo(@Nullable String role) {
    return new Key(name, kind, role, traits);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Key key && sameAs(key));
  }

  private boolean sameAs(Key other) {
    return hash == other.hash
        && kind == other.kind
        && name.equals(other.name)
        && Objects.equals(allocationRole, other.allocationRole)
        && traits.equals(other.traits);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
