package org.meseta.plugin.allocator;

import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;

/**
 * What a role and all roles below it are owed, and what they may have at most.
 *
 * @param guarantees so much can always be had: others are not offered what is needed for it
 * @param limits offered, used and reserved together never exceed this; never below the guarantees
 */
public record Quota(ResourceQuantities guarantees, ResourceLimits limits) {

  /** Nothing is guaranteed and nothing limited. */
  public static final Quota NONE = new Quota(ResourceQuantities.empty(), ResourceLimits.none());
}
