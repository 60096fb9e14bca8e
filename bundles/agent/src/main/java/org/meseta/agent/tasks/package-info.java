/** A command task: what may be run, with which environment, and what its end means. */
@NullMarked
package org.meseta.agent.tasks;

import org.jspecify.annotations.NullMarked;
