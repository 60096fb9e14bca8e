/** Processes on virtual time that die at any moment. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.testkit.cluster.process;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
