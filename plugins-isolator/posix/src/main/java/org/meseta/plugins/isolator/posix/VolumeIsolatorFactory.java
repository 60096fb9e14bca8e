package org.meseta.plugins.isolator.posix;

import org.meseta.plugin.PluginNames;
import org.meseta.plugin.isolator.Isolator;
import org.meseta.plugin.isolator.IsolatorContext;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.osgi.service.component.annotations.Component;

/** Makes {@code filesystem/posix}: puts persistent volumes into sandboxes. */
@Component(property = PluginNames.NAME + "=filesystem/posix")
public final class VolumeIsolatorFactory implements IsolatorFactory {

  @Override
  public Isolator create(IsolatorContext context) {
    return new VolumeIsolator(context, new VolumeLinks(context.workDir()));
  }
}
