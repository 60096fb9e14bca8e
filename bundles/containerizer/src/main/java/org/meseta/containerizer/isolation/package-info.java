/** The isolators that are there at the moment. */
@NullMarked
package org.meseta.containerizer.isolation;

import org.jspecify.annotations.NullMarked;
