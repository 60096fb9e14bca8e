/**
 * HTTP from the client's side: requests with bounded answers, message channels (WebSocket) and the
 * v1 scheduler API. All asynchronous; no thread is held by a connection. The JDK's own client stays
 * behind it.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.http.client;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
