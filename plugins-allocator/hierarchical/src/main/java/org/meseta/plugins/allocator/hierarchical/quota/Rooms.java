package org.meseta.plugins.allocator.hierarchical.quota;

/** How much a role may be offered, in each stage; until quotas change. */
public final class Rooms {

  final Object edition;
  private final Room guarantees;
  private final Room fairShares;

  Rooms(Object edition, Room guarantees, Room fairShares) {
    this.edition = edition;
    this.guarantees = guarantees;
    this.fairShares = fairShares;
  }

  /** How much the role may be offered in this stage. */
  public Room in(Stage stage) {
    return stage == Stage.GUARANTEES ? guarantees : fairShares;
  }
}
