package org.meseta.deployer.osgi;

import java.util.Map;
import org.meseta.plugin.PluginNames;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;

/**
 * What the tests' bundles run: registers a plugin under the name of the header {@code Plugin}, and
 * fails if there is a header {@code Fault}.
 */
public final class PluginActivator implements BundleActivator {
  // Not those of the plugin API: the tests' bundles import nothing that they do not say.
  private static final String NAME = PluginNames.NAME;

  @Override
  public void start(BundleContext context) throws BundleException {
    String fault = context.getBundle().getHeaders().get("Fault");
    if (fault != null) {
      throw new BundleException(fault);
    }
    String plugin = context.getBundle().getHeaders().get("Plugin");
    context.registerService(
        Object.class, new Object(), FrameworkUtil.asDictionary(Map.of(NAME, plugin)));
  }

  @Override
  public void stop(BundleContext context) {
    // its service goes by itself
  }
}
