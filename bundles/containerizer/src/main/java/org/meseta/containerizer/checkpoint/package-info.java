/** What is found again of containers after a restart. */
@NullMarked
package org.meseta.containerizer.checkpoint;

import org.jspecify.annotations.NullMarked;
