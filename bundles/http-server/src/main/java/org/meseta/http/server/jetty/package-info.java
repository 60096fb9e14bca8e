/** HTTP on Jetty's core server. */
@NullMarked
package org.meseta.http.server.jetty;

import org.jspecify.annotations.NullMarked;
