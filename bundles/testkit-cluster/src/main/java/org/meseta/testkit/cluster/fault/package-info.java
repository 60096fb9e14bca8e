/** What may go wrong in a cluster, and who sees to it that it does. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.testkit.cluster.fault;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
