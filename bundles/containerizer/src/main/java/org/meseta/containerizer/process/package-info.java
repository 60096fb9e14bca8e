/** Processes of the host: who they are, and which of them belong to a container. */
@NullMarked
package org.meseta.containerizer.process;

import org.jspecify.annotations.NullMarked;
