/** Containerizers: they start, watch, and end containers on one host. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.plugin.containerizer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
