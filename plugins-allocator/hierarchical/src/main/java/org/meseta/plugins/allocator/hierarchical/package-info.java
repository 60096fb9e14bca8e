/**
 * The allocator that Mesos calls hierarchical: weighted dominant resource fairness over roles, then
 * over the frameworks of a role.
 */
@NullMarked
package org.meseta.plugins.allocator.hierarchical;

import org.jspecify.annotations.NullMarked;
