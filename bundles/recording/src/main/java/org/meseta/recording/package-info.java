/**
 * What an allocator is told and what it decides, written down so that it can be done again offline:
 * to the bit, or by another allocator, with other weights or quotas, to see what would be
 * different.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.recording;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
