/** The v1 operator API. */
@NullMarked
package org.meseta.agent.http.operator;

import org.jspecify.annotations.NullMarked;
