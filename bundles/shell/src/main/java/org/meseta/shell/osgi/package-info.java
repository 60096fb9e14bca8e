/** The commands that look at bundles and services. */
@NullMarked
package org.meseta.shell.osgi;

import org.jspecify.annotations.NullMarked;
