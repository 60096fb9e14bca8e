/** Finds again what ran before this process. */
@NullMarked
package org.meseta.agent.recovery;

import org.jspecify.annotations.NullMarked;
