/** The runtime as an OSGi service. */
@NullMarked
package org.meseta.runtime.osgi;

import org.jspecify.annotations.NullMarked;
