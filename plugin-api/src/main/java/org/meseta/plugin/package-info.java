/** What every kind of plugin is given by its host: time, timers, metrics and a place to block. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.plugin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
