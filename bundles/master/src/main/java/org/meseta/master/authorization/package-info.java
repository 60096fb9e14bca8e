/** The host of the authorizer plugin. */
@NullMarked
package org.meseta.master.authorization;

import org.jspecify.annotations.NullMarked;
