package org.meseta.agent.osgi;

import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.meseta.plugin.PluginNames;
import org.meseta.plugin.authorizer.AuthorizerFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the authorizer that the operator named: of several the one with the highest ranking. */
final class AuthorizerTracker extends ServiceTracker<AuthorizerFactory, AuthorizerFactory> {
  private static final Logger LOG = LoggerFactory.getLogger(AuthorizerTracker.class);

  private final String name;
  private final Consumer<Optional<AuthorizerFactory>> best;
  private final NavigableMap<ServiceReference<AuthorizerFactory>, AuthorizerFactory> found =
      new TreeMap<>(Comparator.naturalOrder());
  private Optional<AuthorizerFactory> told = Optional.empty();

  /**
   * @param best told the one that counts whenever that is another one, or none
   */
  AuthorizerTracker(
      BundleContext context, String name, Consumer<Optional<AuthorizerFactory>> best) {
    super(context, AuthorizerFactory.class, null);
    this.name = name;
    this.best = best;
  }

  @Override
  public AuthorizerFactory addingService(ServiceReference<AuthorizerFactory> reference) {
    AuthorizerFactory factory = super.addingService(reference);
    if (PluginNames.of(reference.getProperty(PluginNames.NAME)).contains(name)) {
      synchronized (found) {
        found.put(reference, factory);
        tell();
      }
    }
    return factory;
  }

  @Override
  public void removedService(
      ServiceReference<AuthorizerFactory> reference, AuthorizerFactory factory) {
    synchronized (found) {
      if (found.remove(reference) != null) {
        tell();
      }
    }
    super.removedService(reference, factory);
  }

  @Override
  public void open() {
    super.open();
    synchronized (found) {
      if (found.isEmpty() && !name.isEmpty()) {
        LOG.info("Waiting for a bundle that brings the authorizer '{}': all is refused", name);
      }
    }
  }

  private void tell() {
    Optional<AuthorizerFactory> now =
        found.isEmpty() ? Optional.empty() : Optional.of(found.lastEntry().getValue());
    if (!now.equals(told)) {
      told = now;
      LOG.info(
          "Authorizer '{}' is {}",
          name,
          now.isEmpty() ? "gone" : "that of " + found.lastKey().getBundle());
      best.accept(now);
    }
  }
}
