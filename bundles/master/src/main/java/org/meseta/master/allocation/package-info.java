/** The host of the allocator plugin. */
@NullMarked
package org.meseta.master.allocation;

import org.jspecify.annotations.NullMarked;
