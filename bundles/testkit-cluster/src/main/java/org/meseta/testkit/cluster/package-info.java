/**
 * A whole cluster in one thread on virtual time: what happens to it, and what must hold whatever
 * happens.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.testkit.cluster;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
