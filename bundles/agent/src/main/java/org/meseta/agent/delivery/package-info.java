/** Gets status updates written down and to the master. */
@NullMarked
package org.meseta.agent.delivery;

import org.jspecify.annotations.NullMarked;
