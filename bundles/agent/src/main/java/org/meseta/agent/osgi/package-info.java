/** The agent as OSGi services. */
@NullMarked
package org.meseta.agent.osgi;

import org.jspecify.annotations.NullMarked;
