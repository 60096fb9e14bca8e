/** Benchmarks that measure a running cluster through its public APIs. */
@NullMarked
package org.meseta.itests.benchmarks;

import org.jspecify.annotations.NullMarked;
