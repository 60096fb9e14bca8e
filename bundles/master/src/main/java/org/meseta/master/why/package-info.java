/** Why frameworks are not offered agents, and what would help. */
@NullMarked
package org.meseta.master.why;

import org.jspecify.annotations.NullMarked;
