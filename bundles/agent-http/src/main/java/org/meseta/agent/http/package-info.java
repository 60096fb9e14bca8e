/** The agent's edge: the link to the master, and what others may ask over HTTP. */
@NullMarked
package org.meseta.agent.http;

import org.jspecify.annotations.NullMarked;
