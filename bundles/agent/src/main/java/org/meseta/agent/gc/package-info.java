/** Which folders are to be removed, and when. */
@NullMarked
package org.meseta.agent.gc;

import org.jspecify.annotations.NullMarked;
