/** The server as an OSGi service. */
@NullMarked
package org.meseta.http.server.osgi;

import org.jspecify.annotations.NullMarked;
