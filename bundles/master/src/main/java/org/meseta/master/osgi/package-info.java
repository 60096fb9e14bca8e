/** The master as a component. */
@NullMarked
package org.meseta.master.osgi;

import org.jspecify.annotations.NullMarked;
