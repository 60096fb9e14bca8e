/** What roles are owed and what they may have at most. */
@NullMarked
package org.meseta.plugins.allocator.hierarchical.quota;

import org.jspecify.annotations.NullMarked;
