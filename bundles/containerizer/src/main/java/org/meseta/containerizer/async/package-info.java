/** Small things that futures lack. */
@NullMarked
package org.meseta.containerizer.async;

import org.jspecify.annotations.NullMarked;
