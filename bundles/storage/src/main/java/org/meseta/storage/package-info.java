/**
 * Files that survive crashes: whole files replaced at once, and logs of records. Everything here
 * blocks; call it where blocking is allowed, never on a loop.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.storage;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
