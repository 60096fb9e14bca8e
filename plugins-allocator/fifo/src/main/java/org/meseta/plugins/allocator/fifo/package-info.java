/** The allocator {@code fifo}: who came first is served first. */
@NullMarked
package org.meseta.plugins.allocator.fifo;

import org.jspecify.annotations.NullMarked;
