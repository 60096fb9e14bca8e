package org.meseta.bootstrap;

import java.lang.reflect.Proxy;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Ctrl-C (SIGINT) stop the framework, and so every bundle, as SIGTERM does. By itself Karaf
 * would end without stopping them.
 */
@Component(
    immediate = true,
    service = {})
public final class Interrupt {

  private static final Logger LOG = LoggerFactory.getLogger(Interrupt.class);

  @Activate
  public Interrupt(BundleContext context) {
    try {
      handle("INT", () -> stop(context));
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.warn("Ctrl-C will end the process without stopping its bundles: {}", e.toString());
    }
  }

  /** By reflection: the compiler knows nothing of signals, every JVM we run on does. */
  private static void handle(String name, Runnable action) throws ReflectiveOperationException {
    Class<?> signal = ClassLoader.getSystemClassLoader().loadClass("sun.misc.Signal");
    Class<?> handler = ClassLoader.getSystemClassLoader().loadClass("sun.misc.SignalHandler");
    Object proxy =
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (self, method, arguments) -> {
              if (method.getName().equals("handle")) {
                action.run();
              }
              return null;
            });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
  }

  private static void stop(BundleContext context) {
    try {
      context.getBundle(0).stop();
    } catch (BundleException e) {
      LOG.error("Cannot stop", e);
    }
  }
}
