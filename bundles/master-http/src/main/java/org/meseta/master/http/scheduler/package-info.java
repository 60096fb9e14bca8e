/** The v1 scheduler API: calls in, one endless stream of events out. */
@NullMarked
package org.meseta.master.http.scheduler;

import org.jspecify.annotations.NullMarked;
