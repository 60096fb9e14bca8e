/** The master's end of the agents' links. */
@NullMarked
package org.meseta.master.http.link;

import org.jspecify.annotations.NullMarked;
