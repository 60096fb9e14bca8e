/**
 * Turns a command line and {@code MESOS_*} variables into configurations, and ends the process when
 * a role cannot start. Knows no other bundle of ours.
 */
@NullMarked
package org.meseta.bootstrap;

import org.jspecify.annotations.NullMarked;
