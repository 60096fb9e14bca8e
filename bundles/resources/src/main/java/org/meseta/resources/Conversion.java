package org.meseta.resources;

import java.util.List;
import org.meseta.protocol.v1.Resource;

/**
 * Resources become others, as a reservation or a volume makes them. The quantities of both are the
 * same; shared volumes count once.
 *
 * @param before what there must be
 * @param after what there is instead
 */
public record Conversion(Resources before, Resources after) {

  /**
   * What becomes of these resources.
   *
   * @throws ResourceException if {@link #before} is not among them, or if another copy of a shared
   *     volume that is to go would stay
   */
  public Resources apply(Resources resources) {
    if (!resources.contains(before)) {
      throw new ResourceException("'" + before + "' is not part of '" + resources + "'");
    }
    Resources rest = resources.minus(before);
    Resources destroyed = before.shared().minus(after.shared());
    for (Resource copy : destroyed.toList()) {
      if (rest.contains(Resources.of(List.of(copy)))) {
        throw new ResourceException(
            "The shared volume '"
                + copy.getDisk().getPersistence().getId()
                + "' is there more than once");
      }
    }
    return rest.plus(after);
  }

  /** The way back. */
  public Conversion inverse() {
    return new Conversion(after, before);
  }

  /** The same of resources that are allocated to nobody. */
  public Conversion unallocated() {
    return new Conversion(before.unallocated(), after.unallocated());
  }
}
