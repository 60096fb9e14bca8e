/** Programs for the command line that need no Karaf: {@code meseta execute}. */
@NullMarked
package org.meseta.cli;

import org.jspecify.annotations.NullMarked;
