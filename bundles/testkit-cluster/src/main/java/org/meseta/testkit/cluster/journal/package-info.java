/** What happened in a cluster, in order. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.testkit.cluster.journal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
