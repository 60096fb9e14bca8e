/** This host: what it has, its users, and the folders made on it. */
@NullMarked
package org.meseta.agent.host;

import org.jspecify.annotations.NullMarked;
