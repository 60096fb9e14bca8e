/** Operations that convert the agent's resources. */
@NullMarked
package org.meseta.agent.operations;

import org.jspecify.annotations.NullMarked;
