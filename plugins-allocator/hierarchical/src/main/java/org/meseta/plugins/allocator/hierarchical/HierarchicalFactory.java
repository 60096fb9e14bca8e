package org.meseta.plugins.allocator.hierarchical;

import org.meseta.plugin.PluginNames;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.osgi.service.component.annotations.Component;

/** Offers the allocator under its name and under the one Mesos had for it before. */
@Component(
    property = {
      PluginNames.NAME + "=hierarchical",
      PluginNames.NAME + "=HierarchicalDRF",
    })
public final class HierarchicalFactory implements AllocatorFactory {

  @Override
  public Allocator create(AllocatorContext context) {
    return new HierarchicalAllocator(context);
  }
}
