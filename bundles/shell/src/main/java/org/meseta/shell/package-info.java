/**
 * The commands of the scope {@code mesos}. Each is there only where the daemon it speaks to runs in
 * the same process.
 */
@NullMarked
package org.meseta.shell;

import org.jspecify.annotations.NullMarked;
