/** What the master knows: immutable records, read-only to everybody but the master's loop. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.master.state;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
