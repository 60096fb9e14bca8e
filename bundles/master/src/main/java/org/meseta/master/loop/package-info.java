/** The master's loop: order, batches, effects. */
@NullMarked
package org.meseta.master.loop;

import org.jspecify.annotations.NullMarked;
