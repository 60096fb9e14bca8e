/** All parts of a simulated cluster in one place. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.testkit.cluster.world;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
