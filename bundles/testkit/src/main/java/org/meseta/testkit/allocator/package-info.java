/** What every allocator must do: extend {@link AllocatorContract} and give it a factory. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.testkit.allocator;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
