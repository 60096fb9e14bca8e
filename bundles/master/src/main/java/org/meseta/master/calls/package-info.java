/** What the master does about each call, message and event: one class for each. */
@NullMarked
package org.meseta.master.calls;

import org.jspecify.annotations.NullMarked;
