/** Installs what is dropped into {@code deploy/}, or refuses it and says why. */
@NullMarked
package org.meseta.deployer.osgi;

import org.jspecify.annotations.NullMarked;
