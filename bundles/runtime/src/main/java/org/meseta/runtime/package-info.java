/**
 * The only source of threads, time, timers and randomness; event loops; metrics; text forms of
 * durations and byte counts; message channels.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.runtime;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
