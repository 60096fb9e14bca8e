/** The master's figures. */
@NullMarked
package org.meseta.master.metrics;

import org.jspecify.annotations.NullMarked;
