package org.meseta.plugins.allocator.fifo;

import org.meseta.plugin.PluginNames;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Offers the allocator under the name {@code fifo}. */
@Component(name = "org.meseta.plugins.allocator.fifo", property = PluginNames.NAME + "=fifo")
@Designate(ocd = FifoFactory.Parameters.class)
public final class FifoFactory implements AllocatorFactory {
  private final int agentsAtOnce;

  @Activate
  public FifoFactory(Parameters parameters) {
    this(parameters.agentsAtOnce());
  }

  FifoFactory(int agentsAtOnce) {
    this.agentsAtOnce = Math.max(1, agentsAtOnce);
  }

  @Override
  public Allocator create(AllocatorContext context) {
    return new FifoAllocator(context, agentsAtOnce);
  }

  /** What an operator may set. */
  @ObjectClassDefinition(name = "First come, first served")
  public @interface Parameters {
    @AttributeDefinition(description = "Agents offered to a framework at once, at most", min = "1")
    int agentsAtOnce() default 10_000;
  }
}
