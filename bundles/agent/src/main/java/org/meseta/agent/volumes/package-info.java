/** Folders of persistent volumes, and what is written down of the agent's resources. */
@NullMarked
package org.meseta.agent.volumes;

import org.jspecify.annotations.NullMarked;
