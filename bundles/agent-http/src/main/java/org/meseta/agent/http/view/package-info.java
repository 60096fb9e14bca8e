/** The older endpoints that read. */
@NullMarked
package org.meseta.agent.http.view;

import org.jspecify.annotations.NullMarked;
