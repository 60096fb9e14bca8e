/** The executors and frameworks of this agent, as they change. */
@NullMarked
package org.meseta.agent.executors;

import org.jspecify.annotations.NullMarked;
