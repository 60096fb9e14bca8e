package org.meseta.plugin.allocator;

import java.util.Set;

/**
 * What a framework wants besides what its {@code FrameworkInfo} says.
 *
 * @param suppressedRoles roles for which it wants no offers until it revives them
 * @param offerFilter which agents it wants to be offered
 */
public record FrameworkOptions(Set<String> suppressedRoles, OfferFilter offerFilter) {

  /** Offers of any agent for all its roles. */
  public static final FrameworkOptions NONE = suppressing(Set.of());

  public FrameworkOptions {
    suppressedRoles = Set.copyOf(suppressedRoles);
  }

  /** No offers for these roles; of any agent for others. */
  public static FrameworkOptions suppressing(Set<String> roles) {
    return new FrameworkOptions(roles, OfferFilter.NONE);
  }
}
