package org.meseta.master.osgi;

import org.meseta.master.api.Master;
import org.meseta.master.api.MasterFlags;
import org.meseta.master.loop.MasterLoop;
import org.meseta.plugin.authorizer.AuthorizerFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A master, its plugins as they come and go, and the service that it is. */
final class RunningMaster implements AutoCloseable {
  private final MasterLoop master;
  private final AllocatorTracker allocators;
  private final PluginTracker<AuthorizerFactory> authorizers;
  private final ServiceRegistration<Master> registration;

  RunningMaster(BundleContext context, MasterFlags flags, MasterLoop master) {
    this.master = master;
    this.allocators = new AllocatorTracker(context, flags.allocator(), master);
    this.authorizers =
        new PluginTracker<>(
            context,
            AuthorizerFactory.class,
            flags.authorizer().orElse(""),
            master::install,
            master::removeAuthorizer);
    allocators.open();
    authorizers.open();
    this.registration = context.registerService(Master.class, master, null);
  }

  @Override
  public void close() {
    registration.unregister();
    allocators.close();
    authorizers.close();
    master.close();
  }
}
