/** What all endpoints of the master need to answer: who leads, and what the master decided. */
@NullMarked
package org.meseta.master.http.answers;

import org.jspecify.annotations.NullMarked;
