/** The v1 operator API: questions about the cluster, answered from the newest snapshot. */
@NullMarked
package org.meseta.master.http.operator;

import org.jspecify.annotations.NullMarked;
