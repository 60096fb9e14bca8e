/** Plugins that do what plugins should not; they are made into bundles by the tests. */
@NullMarked
package org.meseta.itests.cluster.faulty;

import org.jspecify.annotations.NullMarked;
