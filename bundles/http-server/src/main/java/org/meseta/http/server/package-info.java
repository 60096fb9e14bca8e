/**
 * HTTP as Meseta's edges see it: routes, answers, endless streams and message channels. Jetty stays
 * behind it.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.http.server;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
