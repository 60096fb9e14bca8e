package org.meseta.plugin.allocator.sorter;

import org.osgi.annotation.versioning.ProviderType;

/** Somebody who wants resources: a role with all below it, or a framework in one role. */
@ProviderType
public interface Candidate {

  /**
   * A role's whole path, as in {@code eng/web}; a framework's id; {@code .} for the frameworks that
   * a role has itself, which compete with the roles below it.
   */
  String name();

  /** The weight of a role, above zero; 1 for all others. */
  double weight();

  /**
   * The largest part that it has of any resource of the cluster, by its weight. Resources that do
   * not count in shares are left out; so is all that is no scalar.
   */
  double share();

  /** How often it was given something. */
  long allocations();

  /**
   * How much it has of a scalar resource, in thousandths; what it was offered counts, and shared
   * volumes count once.
   */
  long allocated(String resource);
}
