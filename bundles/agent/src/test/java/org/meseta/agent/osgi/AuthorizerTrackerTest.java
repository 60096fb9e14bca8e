package org.meseta.agent.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.PluginNames;
import org.meseta.plugin.authorizer.AuthorizerFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

class AuthorizerTrackerTest {
  private final List<Optional<AuthorizerFactory>> told = new ArrayList<>();
  private final AuthorizerTracker tracker = new AuthorizerTracker(context(), "strict", told::add);

  @Test
  void takesTheOneOfThatNameWithTheHighestRanking() {
    Reference low = register(1, "strict");
    Reference high = register(3, "lenient", "strict");
    Reference middle = register(2, "strict");
    tracker.addingService(low);
    tracker.addingService(high);
    tracker.addingService(middle);
    assertThat(told).containsExactly(factory(low), factory(high));

    tracker.removedService(high, high.factory());
    tracker.removedService(low, low.factory());
    assertThat(told).containsExactly(factory(low), factory(high), factory(middle));
    tracker.removedService(middle, middle.factory());
    assertThat(told).endsWith(Optional.empty());
  }

  @Test
  void leavesOthersAlone() {
    Reference other = register(9, "lenient");
    tracker.addingService(other);
    tracker.removedService(other, other.factory());
    assertThat(told).isEmpty();
  }

  private static Optional<AuthorizerFactory> factory(Reference reference) {
    return Optional.of(reference.factory());
  }

  private static Reference register(int ranking, String... names) {
    return new Reference(ranking, List.of(names), () -> (principal, action, object) -> ranking > 1);
  }

  private static BundleContext context() {
    return (BundleContext)
        Proxy.newProxyInstance(
            AuthorizerTrackerTest.class.getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getService" -> ((Reference) arguments[0]).factory();
                  case "ungetService" -> true;
                  default -> null;
                });
  }

  /** Of a plugin with these names. */
  private record Reference(int ranking, List<String> names, AuthorizerFactory factory)
      implements ServiceReference<AuthorizerFactory> {
    @Override
    public @Nullable Object getProperty(String key) {
      return key.equals(PluginNames.NAME) ? names.toArray(new String[0]) : null;
    }

    @Override
    public String[] getPropertyKeys() {
      return new String[] {PluginNames.NAME};
    }

    @Override
    public @Nullable Bundle getBundle() {
      return null;
    }

    @Override
    public Bundle @Nullable [] getUsingBundles() {
      return null;
    }

    @Override
    public boolean isAssignableTo(Bundle bundle, String className) {
      return true;
    }

    @Override
    public int compareTo(Object other) {
      return Integer.compare(ranking, ((Reference) other).ranking);
    }

    @Override
    public Dictionary<String, Object> getProperties() {
      throw new UnsupportedOperationException();
    }

    @Override
    public <A> A adapt(Class<A> type) {
      throw new UnsupportedOperationException();
    }
  }
}
