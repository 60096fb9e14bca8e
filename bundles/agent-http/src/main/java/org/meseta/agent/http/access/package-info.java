/** Who may see what of the agent. */
@NullMarked
package org.meseta.agent.http.access;

import org.jspecify.annotations.NullMarked;
