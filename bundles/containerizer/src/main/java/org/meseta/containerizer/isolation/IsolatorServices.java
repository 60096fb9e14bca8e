package org.meseta.containerizer.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.meseta.plugin.host.Candidate;
import org.meseta.plugin.host.Origin;
import org.meseta.plugin.isolator.IsolatorFactory;

/** The isolator plugins that are active now. May be used from any thread; never blocks for long. */
public final class IsolatorServices {
  private final List<Candidate<IsolatorFactory>> present = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final AtomicLong arrivals = new AtomicLong();

  /** A plugin that no bundle brought has come. */
  public void add(String name, IsolatorFactory factory) {
    add(name, factory, Origin.NONE, 0);
  }

  /**
   * A plugin has come.
   *
   * @param ranking as it says itself
   */
  public synchronized void add(String name, IsolatorFactory factory, Origin origin, int ranking) {
    Candidate<IsolatorFactory> candidate =
        new Candidate<>(
            name,
            factory,
            origin,
            new Candidate.Preference(0, ranking, arrivals.getAndIncrement()));
    present.add(candidate);
    listeners.forEach(l -> l.arrived(candidate));
  }

  /** A plugin goes. */
  public synchronized void remove(IsolatorFactory factory) {
    List<Candidate<IsolatorFactory>> gone =
        present.stream().filter(c -> c.factory() == factory).toList();
    present.removeAll(gone);
    gone.forEach(candidate -> listeners.forEach(l -> l.left(candidate)));
  }

  /** Tells the listener of those that are here and of all changes from now on. */
  public synchronized void listen(Listener listener) {
    listeners.add(listener);
    present.forEach(listener::arrived);
  }

  /** The listener hears nothing more. */
  public synchronized void forget(Listener listener) {
    listeners.remove(listener);
  }

  /** Hears of plugins; must return at once. */
  public interface Listener {
    /** A plugin has come. */
    void arrived(Candidate<IsolatorFactory> candidate);

    /** A plugin goes. */
    void left(Candidate<IsolatorFactory> candidate);
  }
}
