/** The containerizers, as one. */
@NullMarked
package org.meseta.agent.containers;

import org.jspecify.annotations.NullMarked;
