/** What every isolator must keep to, as tests that a plugin's test class inherits. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.testkit.isolator;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
