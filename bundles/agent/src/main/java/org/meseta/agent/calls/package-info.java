/** What the master asks for, one class each. */
@NullMarked
package org.meseta.agent.calls;

import org.jspecify.annotations.NullMarked;
