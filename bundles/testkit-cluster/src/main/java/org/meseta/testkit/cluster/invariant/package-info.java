/** What must hold in a cluster whatever happens to it. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.testkit.cluster.invariant;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
