package org.meseta.plugins.allocator.hierarchical.quota;

import org.jspecify.annotations.Nullable;

/**
 * How much a role may be offered of what is reserved to nobody and cannot be revoked, in
 * thousandths by the allocator's dimensions. Always as of this moment.
 */
public final class Room {

  private final QuotaBook book;
  private final @Nullable QuotaRole role;
  private final Stage stage;

  Room(QuotaBook book, @Nullable QuotaRole role, Stage stage) {
    this.book = book;
    this.role = role;
    this.stage = stage;
  }

  /** Whether the same holds for the other one's role. */
  @SuppressWarnings("ReferenceEquality") // there is one object for each role
  public boolean isSame(Room other) {
    return role == other.role && stage == other.stage;
  }

  /** How much is missing of what the role is owed, within its limits. */
  public long owed(int dimension) {
    long owed = 0;
    for (QuotaRole each = role; each != null; each = each.parent) {
      owed += each.spare(dimension);
    }
    return Math.min(owed, withinLimits(dimension));
  }

  /** How much more it may have by its limits and by those of roles above. */
  public long withinLimits(int dimension) {
    long room = QuotaRole.UNLIMITED;
    for (QuotaRole each = role; each != null; each = each.parent) {
      room = Math.min(room, each.room(dimension));
    }
    return room;
  }

  /**
   * How much it may be given in this stage: others are owed the rest, or its limits are reached.
   */
  public long most(int dimension) {
    long owed = stage == Stage.GUARANTEES ? owed(dimension) : 0;
    return owed > 0 ? owed : Math.min(withinLimits(dimension), book.surplus(dimension));
  }

  /** The role whose limit is the one that counts; empty if there is none. */
  public String limitedBy(int dimension) {
    String by = "";
    long least = QuotaRole.UNLIMITED;
    for (QuotaRole each = role; each != null; each = each.parent) {
      if (each.room(dimension) < least) {
        least = each.room(dimension);
        by = each.role;
      }
    }
    return by;
  }
}
