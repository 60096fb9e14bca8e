package org.meseta.deployer.osgi;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.meseta.plugin.PluginNames;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.resolver.Resolver;

/** Does to the framework what the installer has decided. Blocks. */
final class Bundles {
  private static final int REFRESH_SECONDS = 30;

  private final BundleContext context;
  private final Resolver resolver;
  private final FrameworkWiring wiring;

  Bundles(BundleContext context, Resolver resolver) {
    this.context = context;
    this.resolver = resolver;
    this.wiring = context.getBundle(0).adapt(FrameworkWiring.class);
  }

  /** Says whether the jar would resolve beside all that is there. */
  void check(Jar jar, Optional<Bundle> replaced) throws RefusedException {
    List<Bundle> others = new ArrayList<>(Arrays.asList(context.getBundles()));
    replaced.ifPresent(others::remove);
    for (Bundle other : others) {
      if (jar.symbolicName().equals(other.getSymbolicName())) {
        checkBeside(jar, other);
      }
    }
    if (replaced.isPresent()) {
      checkAlone(replaced.get());
    }
    Planned.check(resolver, jar.resource(), others);
  }

  private static void checkBeside(Jar jar, Bundle other) throws RefusedException {
    if (jar.version().equals(other.getVersion())) {
      throw new RefusedException(
          jar + " is there already, from " + other.getLocation() + ": give it another version");
    }
    if (!isPlugin(other)) {
      throw new RefusedException(
          "it would replace " + other + ", a part of the platform: that takes a new start");
    }
    if (jar.singleton()) {
      throw new RefusedException("it is a singleton, and " + other + " is there already");
    }
  }

  private static boolean isPlugin(Bundle bundle) {
    ServiceReference<?>[] services = bundle.getRegisteredServices();
    return services != null
        && Arrays.stream(services).anyMatch(s -> s.getProperty(PluginNames.NAME) != null);
  }

  /** What imports something of the old one would have to be refreshed with it. */
  private void checkAlone(Bundle replaced) throws RefusedException {
    Collection<Bundle> closure = new ArrayList<>(wiring.getDependencyClosure(List.of(replaced)));
    closure.remove(replaced);
    if (!closure.isEmpty()) {
      throw new RefusedException("it would refresh " + closure + ", which use what it exports");
    }
  }

  Bundle install(String location, Path content) throws BundleException, IOException {
    try (InputStream in = open(content)) {
      Bundle bundle = context.installBundle(location, in);
      try {
        bundle.start();
      } catch (BundleException e) {
        uninstall(bundle);
        throw e;
      }
      return bundle;
    }
  }

  /** Stopped, updated, refreshed, started: in this order its components go and come once. */
  void update(Bundle bundle, Path content) throws BundleException, IOException {
    bundle.stop();
    try (InputStream in = open(content)) {
      bundle.update(in);
    }
    refresh(bundle);
    bundle.start();
  }

  void uninstall(Bundle bundle) throws BundleException {
    bundle.uninstall();
    refresh(bundle);
  }

  private void refresh(Bundle bundle) {
    CountDownLatch done = new CountDownLatch(1);
    wiring.refreshBundles(
        List.of(bundle),
        event -> {
          if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
            done.countDown();
          }
        });
    try {
      if (!done.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(bundle + " was not refreshed in time");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(bundle + " was not refreshed", e);
    }
  }

  private static InputStream open(Path path) throws IOException {
    return new BufferedInputStream(Files.newInputStream(path));
  }
}
