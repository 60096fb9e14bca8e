package org.meseta.master.osgi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Master;
import org.meseta.master.api.MasterFlags;
import org.meseta.master.loop.MasterIdentity;
import org.meseta.master.loop.MasterLoop;
import org.meseta.master.registry.InMemoryRegistry;
import org.meseta.master.registry.LogRegistry;
import org.meseta.master.registry.Registered;
import org.meseta.master.registry.Registry;
import org.meseta.master.registry.RegistryOpening;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.FlagException;
import org.meseta.runtime.Runtime;
import org.meseta.storage.StateLog;
import org.meseta.storage.StateLogs;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a master for as long as there is a configuration {@value #PID}, whose keys are the names of
 * flags without dashes. Keys with a dot are the framework's and say nothing to the master. When it
 * has read its registry, and while it runs, there is a service {@link Master}.
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

  private final BundleContext context;
  private final Runtime runtime;
  private final MasterFlags flags;
  private final PluginBoard board;
  private final @Nullable RegistryOpening opening;
  private @Nullable RunningMaster running;
  private @Nullable StateLog log;
  private boolean stopped;

  /**
   * @throws FlagException if a flag will not do; there is then no master
   */
  @Activate
  public MasterComponent(
      BundleContext context,
      Map<String, Object> properties,
      @Reference Runtime runtime,
      @Reference PluginBoard board,
      @Reference(target = "(" + StateLogs.NAME + "=" + StateLogs.REPLICATED + ")") StateLogs logs) {
    this.context = context;
    this.runtime = runtime;
    this.board = board;
    this.flags = flags(properties);
    Path folder = flags.registryFolder().orElse(null);
    if (folder == null) {
      this.opening = null;
      run(InMemoryRegistry::new);
    } else {
      Duration patience = flags.registryFetchTimeout();
      this.opening = RegistryOpening.begin(runtime, logs, folder, patience, new Opened());
    }
  }

  private synchronized void run(Function<EventLoop, Registry> registry) {
    MasterLoop master =
        new MasterLoop(
            runtime,
            flags,
            MasterIdentity.of(flags, runtime.newUuid()),
            board,
            registry,
            MasterComponent::end);
    running = new RunningMaster(context, flags, master);
    LOG.info("Master {} starts with {}", master.cluster().master().getId(), master.flags());
  }

  /** All that counts is written down, and nothing that is not may be done any more. */
  private static void end(String why) {
    LOG.error("The master ends: {}", why);
    System.err.println("The master ends: " + why);
    System.err.flush();
    java.lang.Runtime.getRuntime().halt(1);
  }

  private final class Opened implements RegistryOpening.Listener {
    @Override
    public void opened(StateLog opened, Registered registered) {
      synchronized (MasterComponent.this) {
        if (!stopped) {
          log = opened;
          run(
              loop ->
                  new LogRegistry(
                      loop,
                      opened,
                      registered,
                      flags.registryStoreTimeout(),
                      runtime.metrics(),
                      MasterComponent::end));
          return;
        }
      }
      opened.close();
    }

    @Override
    public void failed(String why) {
      end(why);
    }
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
      flags.registryFolder(); // or it says what is missing
      return flags;
    } catch (FlagException e) {
      LOG.error("The master does not start: {}", e.getMessage());
      System.err.println("The master does not start: " + e.getMessage());
      throw e;
    }
  }

  @Deactivate
  void stop() {
    RunningMaster last;
    StateLog open;
    synchronized (this) {
      stopped = true;
      last = running;
      open = log;
    }
    if (opening != null) {
      opening.close();
    }
    if (last != null) {
      last.close();
    }
    if (open != null) {
      open.close();
    }
  }
}
