/** Brings the edge up when there is an agent, and takes it down again. */
@NullMarked
package org.meseta.agent.http.osgi;

import org.jspecify.annotations.NullMarked;
