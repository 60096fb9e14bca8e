/** Isolators: each shapes or watches one aspect of a container (cpu, memory, disk, ...). */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.plugin.isolator;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
