/**
 * Isolators that isolate nothing and report what containers use, as the host's processes show it.
 */
@NullMarked
package org.meseta.plugins.isolator.posix;

import org.jspecify.annotations.NullMarked;
