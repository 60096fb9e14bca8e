/** Which roles frameworks may have. */
@NullMarked
package org.meseta.master.roles;

import org.jspecify.annotations.NullMarked;
