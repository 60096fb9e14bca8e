package org.meseta.plugins.isolator.posix;

import org.meseta.plugin.PluginNames;
import org.meseta.plugin.isolator.Isolator;
import org.meseta.plugin.isolator.IsolatorContext;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.osgi.service.component.annotations.Component;

/** Makes {@code posix/mem}: reports memory. */
@Component(property = PluginNames.NAME + "=posix/mem")
public final class MemIsolatorFactory implements IsolatorFactory {

  @Override
  public Isolator create(IsolatorContext context) {
    return new UsageIsolator(context, new MemMeter());
  }
}
