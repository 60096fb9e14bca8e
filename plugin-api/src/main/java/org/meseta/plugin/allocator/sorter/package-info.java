/**
 * Sorters: in which order an allocator serves roles, and frameworks of one role. For those who want
 * an order of their own and no allocator of their own.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.plugin.allocator.sorter;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
