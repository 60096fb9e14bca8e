/**
 * Who has the smallest share: dominant resource fairness over a tree of roles and their members.
 */
@NullMarked
package org.meseta.plugins.allocator.hierarchical.share;

import org.jspecify.annotations.NullMarked;
