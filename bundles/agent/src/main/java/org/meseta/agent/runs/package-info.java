/** Command tasks from launch to end: the executor that the agent plays. */
@NullMarked
package org.meseta.agent.runs;

import org.jspecify.annotations.NullMarked;
