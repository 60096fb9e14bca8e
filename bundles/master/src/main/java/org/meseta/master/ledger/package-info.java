/**
 * The master's working state: the one place that changes, and keeps its accounts balanced whatever
 * happens.
 */
@NullMarked
package org.meseta.master.ledger;

import org.jspecify.annotations.NullMarked;
