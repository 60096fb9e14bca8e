/** The agent: order, effects, and the threads they happen on. */
@NullMarked
package org.meseta.agent.loop;

import org.jspecify.annotations.NullMarked;
