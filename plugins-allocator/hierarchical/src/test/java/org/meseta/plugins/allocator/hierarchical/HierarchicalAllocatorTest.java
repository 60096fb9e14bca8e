package org.meseta.plugins.allocator.hierarchical;

import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.testkit.allocator.AllocatorContract;

class HierarchicalAllocatorTest extends AllocatorContract {

  @Override
  protected AllocatorFactory factory() {
    return new HierarchicalFactory();
  }
}
