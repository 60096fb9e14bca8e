/** What schedulers are tested with. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.testkit.scheduler;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
