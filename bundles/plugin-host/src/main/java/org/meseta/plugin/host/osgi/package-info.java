/** The board as a service. */
@NullMarked
package org.meseta.plugin.host.osgi;

import org.jspecify.annotations.NullMarked;
