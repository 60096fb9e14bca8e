/** The log as a service. */
@NullMarked
package org.meseta.storage.ratis.osgi;

import org.jspecify.annotations.NullMarked;
