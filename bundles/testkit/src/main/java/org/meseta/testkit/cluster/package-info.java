/** Stand-ins for a cluster, for those who test schedulers. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.testkit.cluster;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
