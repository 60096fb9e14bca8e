/** Fuzz tests of what outsiders may send. */
@NullMarked
package org.meseta.itests.fuzz;

import org.jspecify.annotations.NullMarked;
