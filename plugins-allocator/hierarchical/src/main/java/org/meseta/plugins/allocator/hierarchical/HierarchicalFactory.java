package org.meseta.plugins.allocator.hierarchical;

import java.util.Map;
import org.meseta.plugin.PluginNames;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.allocator.sorter.SorterFactory;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Offers the allocator under its name and under the one Mesos had for it before. */
@Component(
    property = {
      PluginNames.NAME + "=hierarchical",
      PluginNames.NAME + "=HierarchicalDRF",
    })
public final class HierarchicalFactory implements AllocatorFactory {

  private final Sorters sorters = new Sorters();

  /** A sorter plugin is there; of any thread. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeSorter")
  void addSorter(SorterFactory factory, Map<String, ?> properties) {
    sorters.add(factory, properties);
  }

  /** A sorter plugin goes; of any thread. */
  void removeSorter(SorterFactory factory) {
    sorters.remove(factory);
  }

  @Override
  public Allocator create(AllocatorContext context) {
    return new HierarchicalAllocator(context, sorters);
  }
}
