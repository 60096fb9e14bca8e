/** What the agent writes down, to find it again in its next life. */
@NullMarked
package org.meseta.agent.checkpoint;

import org.jspecify.annotations.NullMarked;
