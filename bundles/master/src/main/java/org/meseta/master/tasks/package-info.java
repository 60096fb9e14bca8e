/** What a task is, becomes and may be. */
@NullMarked
package org.meseta.master.tasks;

import org.jspecify.annotations.NullMarked;
