/** Hosts whose processes live and end as planned, whatever becomes of the agent. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.testkit.cluster.host;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
