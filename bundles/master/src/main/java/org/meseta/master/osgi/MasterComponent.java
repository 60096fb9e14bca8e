package org.meseta.master.osgi;

import java.util.HashMap;
import java.util.Map;
import org.meseta.master.api.Master;
import org.meseta.master.api.MasterFlags;
import org.meseta.master.loop.MasterIdentity;
import org.meseta.master.loop.MasterLoop;
import org.meseta.plugin.authorizer.AuthorizerFactory;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.runtime.FlagException;
import org.meseta.runtime.Runtime;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a master for as long as there is a configuration {@value #PID}, whose keys are the names of
 * flags without dashes. Keys with a dot are the framework's and say nothing to the master. While it
 * runs there is a service {@link Master}.
 */
@Component(
    name = MasterComponent.PID,
    service = {},
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class MasterComponent {
  /** Whose configuration makes a master. */
  public static final String PID = "org.meseta.master";

  private static final Logger LOG = LoggerFactory.getLogger(MasterComponent.class);

  private final MasterLoop master;
  private final AllocatorTracker allocators;
  private final PluginTracker<AuthorizerFactory> authorizers;
  private final ServiceRegistration<Master> registration;

  /**
   * @throws FlagException if a flag will not do; there is then no master
   */
  @Activate
  public MasterComponent(
      BundleContext context,
      Map<String, Object> properties,
      @Reference Runtime runtime,
      @Reference PluginBoard board) {
    MasterFlags flags = flags(properties);
    this.master =
        new MasterLoop(runtime, flags, MasterIdentity.of(flags, runtime.newUuid()), board);
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
    LOG.info("Master {} starts with {}", master.cluster().master().getId(), master.flags());
  }

  private static MasterFlags flags(Map<String, Object> properties) {
    Map<String, String> given = new HashMap<>();
    properties.forEach(
        (key, value) -> {
          if (key.indexOf('.') < 0) {
            given.put(key, String.valueOf(value));
          }
        });
    try {
      MasterFlags flags = MasterFlags.parse(given);
      flags.flags().warnings().forEach(LOG::warn);
      return flags;
    } catch (FlagException e) {
      LOG.error("The master does not start: {}", e.getMessage());
      System.err.println("The master does not start: " + e.getMessage());
      throw e;
    }
  }

  @Deactivate
  void stop() {
    registration.unregister();
    allocators.close();
    authorizers.close();
    master.close();
  }
}
