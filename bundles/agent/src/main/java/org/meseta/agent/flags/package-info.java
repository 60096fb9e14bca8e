/** The agent's flags. */
@NullMarked
package org.meseta.agent.flags;

import org.jspecify.annotations.NullMarked;
