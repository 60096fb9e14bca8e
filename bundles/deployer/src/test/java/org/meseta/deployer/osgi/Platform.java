package org.meseta.deployer.osgi;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.service.resolver.Resolver;

/** A framework of the kind that the distribution has. */
final class Platform implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 20_000;

  private final Framework framework;

  private Platform(Framework framework) {
    this.framework = framework;
  }

  static Platform start(Path storage, Map<String, String> more) throws BundleException {
    Map<String, String> properties = new HashMap<>(more);
    properties.put(Constants.FRAMEWORK_STORAGE, storage.toString());
    properties.put("felix.log.level", "0");
    Framework framework = new FrameworkFactory().newFramework(properties);
    framework.start();
    return new Platform(framework);
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  Resolver resolver() {
    ServiceReference<Resolver> reference = context().getServiceReference(Resolver.class);
    return context().getService(reference);
  }

  /** Name, version and state of all bundles but the framework itself. */
  List<String> bundles() {
    return Arrays.stream(context().getBundles())
        .filter(bundle -> bundle.getBundleId() != 0)
        .map(Platform::text)
        .sorted()
        .toList();
  }

  Bundle bundle(String symbolicName) {
    return Arrays.stream(context().getBundles())
        .filter(bundle -> bundle.getSymbolicName().equals(symbolicName))
        .findFirst()
        .orElseThrow();
  }

  private static String text(Bundle bundle) {
    String state =
        switch (bundle.getState()) {
          case Bundle.ACTIVE -> "";
          case Bundle.RESOLVED -> " resolved";
          case Bundle.INSTALLED -> " installed";
          default -> " " + bundle.getState();
        };
    return bundle.getSymbolicName() + " " + bundle.getVersion() + state;
  }

  @Override
  public void close() throws BundleException, InterruptedException {
    framework.stop();
    framework.waitForStop(PATIENCE_MILLIS);
  }
}
