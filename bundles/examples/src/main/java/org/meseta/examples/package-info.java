/**
 * Schedulers to learn from. Read {@link org.meseta.examples.MinimalScheduler} first: it is all that
 * a scheduler must do, in one file. {@link org.meseta.examples.Demo} does more of what a real one
 * does: it packs tasks into offers, kills some, reads their sandboxes and notices when the cluster
 * dies.
 */
@NullMarked
package org.meseta.examples;

import org.jspecify.annotations.NullMarked;
