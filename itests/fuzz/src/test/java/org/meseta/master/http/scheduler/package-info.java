/** Beside the rules of form that calls must keep before a master sees them. */
@NullMarked
package org.meseta.master.http.scheduler;

import org.jspecify.annotations.NullMarked;
