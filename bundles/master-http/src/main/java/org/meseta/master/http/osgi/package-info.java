/** Brings the edge up when there is a master, and takes it down again. */
@NullMarked
package org.meseta.master.http.osgi;

import org.jspecify.annotations.NullMarked;
