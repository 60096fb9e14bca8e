package org.meseta.testkit.allocator;

import org.meseta.plugin.allocator.AllocatorOptions;

/** A test with an allocator. */
interface OnBench {

  /** A new allocator that knows of nothing. */
  AllocatorBench bench(AllocatorOptions options);

  /** A new allocator with the master's defaults. */
  default AllocatorBench bench() {
    return bench(Given.options());
  }

  /** Skips the test if the allocator does not claim to be able to do this. */
  void needs(Ability ability);
}
