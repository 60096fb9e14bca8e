/** What must outlive the master. */
@NullMarked
package org.meseta.master.registry;

import org.jspecify.annotations.NullMarked;
