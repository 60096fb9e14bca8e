package org.meseta.agent.osgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.meseta.agent.api.Agent;
import org.meseta.agent.flags.AgentFlags;
import org.meseta.agent.host.Identity;
import org.meseta.agent.host.Share;
import org.meseta.agent.host.SystemFigures;
import org.meseta.agent.loop.AgentDaemon;
import org.meseta.agent.loop.AgentSetup;
import org.meseta.runtime.Flags;
import org.meseta.runtime.Runtime;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an agent for as long as there is a configuration {@value #PID}, whose keys are the names of
 * flags without dashes. Keys with a dot are the framework's and say nothing to the agent. While it
 * runs there is a service {@link Agent}.
 *
 * <p>With several factory configurations there are several agents. Each configuration then says
 * which of how many it is ({@code agent.instance}, from 1, and {@code agent.instances}); the former
 * is a property of the service too, so that {@code agent.target} tells an edge which agent is its
 * own.
 */
@Component(
    name = AgentComponent.PID,
    service = {},
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class AgentComponent {
  /** Whose configuration makes an agent. */
  public static final String PID = "org.meseta.agent";

  private static final Logger LOG = LoggerFactory.getLogger(AgentComponent.class);
  private static final Path PROC = Path.of("/proc");
  private static final Path BOOT_ID = PROC.resolve("sys/kernel/random/boot_id");

  private final AtomicBoolean retired = new AtomicBoolean();
  private final Instance instance;
  private final AgentDaemon agent;
  private final ContainerizerTracker containerizers;
  private final AuthorizerTracker authorizers;
  private final ServiceRegistration<Agent> registration;

  /**
   * Looks at the host; blocks for a moment.
   *
   * @throws org.meseta.runtime.FlagException if a flag will not do; there is then no agent
   * @throws IOException if the work directory cannot be used
   */
  @Activate
  public AgentComponent(
      BundleContext context, Map<String, Object> properties, @Reference Runtime runtime)
      throws IOException {
    Flags flags = AgentFlags.parse(given(properties));
    flags.warnings().forEach(LOG::warn);
    this.containerizers = new ContainerizerTracker(context);
    this.instance = Instance.of(properties);
    Identity identity = Identity.of(flags, instance.share().orElse(Share.WHOLE));
    AgentSetup setup =
        new AgentSetup(
            flags,
            identity.info(),
            identity.total(),
            Files.readString(BOOT_ID).strip(),
            containerizers,
            (status, reason) -> exit(context, status, reason));
    this.agent = new AgentDaemon(instance.runtime(runtime), setup);
    new SystemFigures(PROC).register(agent.metrics());
    this.authorizers =
        new AuthorizerTracker(context, flags.text("authorizer").orElse(""), agent::authorizer);
    containerizers.open();
    authorizers.open();
    this.registration =
        context.registerService(
            Agent.class, agent, FrameworkUtil.asDictionary(instance.properties()));
    agent.start();
    LOG.info("{} starts with {}", instance, agent.flags());
  }

  private static Map<String, String> given(Map<String, Object> properties) {
    Map<String, String> given = new HashMap<>();
    properties.forEach(
        (key, value) -> {
          if (key.indexOf('.') < 0) {
            given.put(key, String.valueOf(value));
          }
        });
    return given;
  }

  private void exit(BundleContext context, int status, String reason) {
    LOG.warn("{} ends: {}", instance, reason);
    System.err.println(instance + " ends: " + reason);
    if (status != 0) {
      // What it found is not to be touched; nothing of it is open.
      System.err.flush();
      java.lang.Runtime.getRuntime().halt(status);
    }
    if (!instance.alone()) {
      retire();
      return;
    }
    try {
      context.getBundle(0).stop();
    } catch (BundleException e) {
      LOG.error("Cannot stop the platform", e);
    }
  }

  /** The process goes on without this agent; with the service its edges go. */
  private void retire() {
    if (!retired.getAndSet(true)) {
      registration.unregister();
    }
  }

  @Deactivate
  void stop() {
    retire();
    containerizers.close();
    authorizers.close();
    agent.close();
  }
}
