/**
 * What the HTTP edges of master and agent share: how a call is told apart and read, how an answer
 * and an event are written, the JSON of the older endpoints, and the session of the agent link.
 *
 * <p>A handler of a v1 API goes through {@link ApiDialect}: method, content type, body, then its
 * own validation, then what the caller accepts. Whatever is refused on the way is thrown as {@link
 * Refusal} and turned into an answer by {@link Refusal#answered}. The older endpoints write their
 * JSON through {@link JsonBody}.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.http.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
