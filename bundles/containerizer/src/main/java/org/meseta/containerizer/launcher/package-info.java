/** Starts a container's command behind a gate and learns how it ended. */
@NullMarked
package org.meseta.containerizer.launcher;

import org.jspecify.annotations.NullMarked;
