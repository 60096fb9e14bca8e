/** The link to the master: dials it, and dials again. */
@NullMarked
package org.meseta.agent.http.link;

import org.jspecify.annotations.NullMarked;
