/** Random histories of a cluster, and bugs planted to see whether they are found. */
@NullMarked
package org.meseta.itests.simulation;

import org.jspecify.annotations.NullMarked;
