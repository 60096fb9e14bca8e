/** Which agents are admitted. */
@NullMarked
package org.meseta.master.agents;

import org.jspecify.annotations.NullMarked;
