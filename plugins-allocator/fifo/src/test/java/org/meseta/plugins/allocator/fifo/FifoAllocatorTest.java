package org.meseta.plugins.allocator.fifo;

import java.util.EnumSet;
import java.util.Set;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.testkit.allocator.Ability;
import org.meseta.testkit.allocator.AllocatorContract;

class FifoAllocatorTest extends AllocatorContract {

  @Override
  protected AllocatorFactory factory() {
    return new FifoFactory(10_000);
  }

  /** Who comes first gets everything; and it is to stay small. */
  @Override
  protected Set<Ability> lacks() {
    return EnumSet.allOf(Ability.class);
  }
}
