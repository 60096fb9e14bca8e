/** The older endpoints: JSON written from the newest snapshot, without touching the loop. */
@NullMarked
package org.meseta.master.http.view;

import org.jspecify.annotations.NullMarked;
