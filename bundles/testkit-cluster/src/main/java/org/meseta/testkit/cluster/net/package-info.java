/** Connections that are slow and break. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.testkit.cluster.net;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
