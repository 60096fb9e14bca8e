package org.meseta.master.osgi;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.PluginNames;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the plugin of one kind and name: of several the one with the highest ranking, as services
 * come and go.
 */
final class PluginTracker<F> extends ServiceTracker<F, F> {
  private static final Logger LOG = LoggerFactory.getLogger(PluginTracker.class);

  private final String kind;
  private final String plugin;
  private final Consumer<F> install;
  private final Runnable remove;
  private @Nullable ServiceReference<F> current;
  private boolean closing;

  PluginTracker(
      BundleContext context, Class<F> kind, String plugin, Consumer<F> install, Runnable remove) {
    super(context, filter(kind, plugin), null);
    this.kind = kind.getSimpleName();
    this.plugin = plugin;
    this.install = install;
    this.remove = remove;
  }

  private static Filter filter(Class<?> kind, String plugin) {
    try {
      return FrameworkUtil.createFilter(
          "(&(objectClass="
              + kind.getName()
              + ")("
              + PluginNames.NAME
              + "="
              + plugin.replaceAll("[\\\\*()]", "\\\\$0")
              + "))");
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException("plugin name '" + plugin + "'", e);
    }
  }

  @Override
  public void open() {
    super.open();
    synchronized (this) {
      if (current == null && !plugin.isEmpty()) {
        LOG.info("Waiting for a bundle that brings {} '{}'", kind, plugin);
      }
    }
  }

  @Override
  public F addingService(ServiceReference<F> reference) {
    F service = super.addingService(reference);
    if (service != null) {
      added(reference, service);
    }
    return service;
  }

  private synchronized void added(ServiceReference<F> reference, F service) {
    ServiceReference<F> now = current;
    if (now == null || reference.compareTo(now) > 0) {
      use(reference, service);
    }
  }

  private void use(ServiceReference<F> reference, F service) {
    LOG.info("{} '{}' is that of {}", kind, plugin, reference.getBundle());
    current = reference;
    install.accept(service);
  }

  @Override
  public void removedService(ServiceReference<F> reference, F service) {
    removed(reference);
    super.removedService(reference, service);
  }

  private synchronized void removed(ServiceReference<F> reference) {
    if (closing || !reference.equals(current)) {
      return;
    }
    current = null;
    ServiceReference<F> next = getServiceReference();
    F service = next == null ? null : getService(next);
    if (next != null && service != null) {
      use(next, service);
    } else {
      LOG.warn("{} '{}' is gone", kind, plugin);
      remove.run();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closing = true;
    }
    super.close();
  }
}
