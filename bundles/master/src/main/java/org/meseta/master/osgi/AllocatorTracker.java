package org.meseta.master.osgi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.meseta.master.loop.MasterLoop;
import org.meseta.plugin.PluginNames;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.host.Candidate;
import org.meseta.plugin.host.Origin;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/** Tells the master of allocator plugins that have one of the names that the operator gave. */
final class AllocatorTracker
    implements ServiceTrackerCustomizer<AllocatorFactory, List<Candidate<AllocatorFactory>>>,
        AutoCloseable {
  private final BundleContext context;
  private final List<String> names;
  private final MasterLoop master;
  private final AtomicLong arrivals = new AtomicLong();
  private final ServiceTracker<AllocatorFactory, List<Candidate<AllocatorFactory>>> tracker;

  AllocatorTracker(BundleContext context, String names, MasterLoop master) {
    this.context = context;
    this.names = Arrays.stream(names.split(",")).map(String::strip).toList();
    this.master = master;
    this.tracker = new ServiceTracker<>(context, AllocatorFactory.class, this);
  }

  void open() {
    tracker.open();
  }

  @Override
  public List<Candidate<AllocatorFactory>> addingService(
      ServiceReference<AllocatorFactory> reference) {
    List<Candidate<AllocatorFactory>> candidates = new ArrayList<>();
    // It may go by several names: the one that counts most is enough.
    PluginNames.of(reference.getProperty(PluginNames.NAME)).stream()
        .filter(names::contains)
        .min((a, b) -> Integer.compare(names.indexOf(a), names.indexOf(b)))
        .ifPresent(name -> candidates.add(candidate(name, reference)));
    candidates.forEach(master::arrived);
    return candidates;
  }

  private Candidate<AllocatorFactory> candidate(
      String name, ServiceReference<AllocatorFactory> reference) {
    int ranking =
        reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
    return new Candidate<>(
        name,
        context.getService(reference),
        origin(reference.getBundle()),
        new Candidate.Preference(names.indexOf(name), ranking, arrivals.getAndIncrement()));
  }

  private static Origin origin(Bundle bundle) {
    return new Origin(
        bundle.getSymbolicName(), bundle.getVersion().toString(), bundle.getBundleId());
  }

  @Override
  public void modifiedService(
      ServiceReference<AllocatorFactory> reference, List<Candidate<AllocatorFactory>> known) {
    // Names and rankings of a component do not change while it is there.
  }

  @Override
  public void removedService(
      ServiceReference<AllocatorFactory> reference, List<Candidate<AllocatorFactory>> known) {
    known.forEach(master::left);
    if (!known.isEmpty()) {
      context.ungetService(reference);
    }
  }

  @Override
  public void close() {
    tracker.close();
  }
}
