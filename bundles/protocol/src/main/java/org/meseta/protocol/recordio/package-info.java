/** RecordIO, the framing of Mesos's streams: decimal length, newline, that many bytes. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.protocol.recordio;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
