/** Streams of status updates: which one is on its way, which ones wait. */
@NullMarked
package org.meseta.agent.updates;

import org.jspecify.annotations.NullMarked;
