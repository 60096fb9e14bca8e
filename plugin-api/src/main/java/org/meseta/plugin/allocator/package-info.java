/** Allocators: who is offered what. One allocator is active in a master at a time. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.plugin.allocator;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
