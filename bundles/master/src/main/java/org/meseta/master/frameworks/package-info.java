/** What a framework may ask for and become. */
@NullMarked
package org.meseta.master.frameworks;

import org.jspecify.annotations.NullMarked;
