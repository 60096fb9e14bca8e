/** Sandboxes as others may look at them. */
@NullMarked
package org.meseta.agent.http.files;

import org.jspecify.annotations.NullMarked;
