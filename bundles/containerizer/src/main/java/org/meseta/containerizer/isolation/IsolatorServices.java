package org.meseta.containerizer.isolation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meseta.plugin.isolator.IsolatorFactory;

/** The isolator plugins that are active now. May be used from any thread; never blocks for long. */
public final class IsolatorServices {
  private final Map<IsolatorFactory, String> present = new LinkedHashMap<>();
  private final List<Listener> listeners = new ArrayList<>();

  /** A plugin has come. */
  public synchronized void add(String name, IsolatorFactory factory) {
    present.put(factory, name);
    listeners.forEach(l -> l.arrived(name, factory));
  }

  /** A plugin goes. */
  public synchronized void remove(IsolatorFactory factory) {
    String name = present.remove(factory);
    if (name != null) {
      listeners.forEach(l -> l.left(name, factory));
    }
  }

  /** Tells the listener of those that are here and of all changes from now on. */
  public synchronized void listen(Listener listener) {
    listeners.add(listener);
    present.forEach((factory, name) -> listener.arrived(name, factory));
  }

  /** The listener hears nothing more. */
  public synchronized void forget(Listener listener) {
    listeners.remove(listener);
  }

  /** Hears of plugins; must return at once. */
  public interface Listener {
    /** A plugin has come. It counts more than those before it of the same name. */
    void arrived(String name, IsolatorFactory factory);

    /** A plugin goes. */
    void left(String name, IsolatorFactory factory);
  }
}
