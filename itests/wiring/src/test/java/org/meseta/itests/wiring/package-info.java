/** The real distribution inside Pax Exam: does everything resolve, start and find each other? */
@NullMarked
package org.meseta.itests.wiring;

import org.jspecify.annotations.NullMarked;
