/** The master's HTTP edge: which route leads where, and who may pass. */
@NullMarked
package org.meseta.master.http;

import org.jspecify.annotations.NullMarked;
