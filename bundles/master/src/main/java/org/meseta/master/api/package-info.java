/** What the master's edges and the shell may ask of the master, and what they do for it. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.master.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
