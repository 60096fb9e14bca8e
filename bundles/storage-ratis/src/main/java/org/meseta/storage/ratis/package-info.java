/** A state log on Apache Ratis, kept by one member. */
@NullMarked
package org.meseta.storage.ratis;

import org.jspecify.annotations.NullMarked;
