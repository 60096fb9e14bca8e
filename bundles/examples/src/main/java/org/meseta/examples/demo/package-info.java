/** The parts of the demo: scenes, what became of them, and the scheduler that plays them. */
@NullMarked
package org.meseta.examples.demo;

import org.jspecify.annotations.NullMarked;
