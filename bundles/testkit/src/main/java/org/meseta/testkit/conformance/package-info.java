/** Whether a daemon's answers are those of a real one: recorded requests, and shapes of answers. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.testkit.conformance;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
