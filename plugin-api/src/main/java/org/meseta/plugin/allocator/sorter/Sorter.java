package org.meseta.plugin.allocator.sorter;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says in which order siblings are served: roles below one role, or frameworks of one role. All
 * methods are called on the allocator's loop, very often: they must neither block nor allocate
 * much. What they throw counts against the allocator.
 */
@ConsumerType
public interface Sorter extends AutoCloseable {

  /**
   * Who has the smallest comes first; of equal ones who was given something less often, then by
   * name. Asked whenever something about the candidate or about the cluster's totals has changed.
   *
   * @param candidate only for the time of the call
   */
  double rank(Candidate candidate);

  /**
   * Whether ranks are asked anew for each agent that is given away, as for an order by chance. That
   * costs more: the time of a cycle grows with agents times candidates.
   */
  default boolean isRestless() {
    return false;
  }

  /** No method is called after this. */
  @Override
  default void close() {}
}
