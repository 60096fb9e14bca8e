package org.meseta.plugins.allocator.hierarchical;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.meseta.plugin.Metrics;
import org.meseta.plugins.allocator.hierarchical.quota.QuotaBook;
import org.meseta.plugins.allocator.hierarchical.share.ShareTree;

/** What is shown about the allocator. Gauges are as of the last round: any thread may read them. */
final class Figures {

  private static final String PREFIX = "allocator/mesos/";
  private static final String QUOTAS = PREFIX + "quota/roles/";

  private final Metrics metrics;
  private final ShareTree<Client> tree;
  private final FilterTable filters;
  private final Clients clients;
  private final QuotaBook quotas;
  private final Metrics.Counter runs;
  private final Metrics.Timing runTime;
  private final Metrics.Timing latency;
  private final Map<String, Gauge> gauges = new HashMap<>();
  private final Set<String> roles = new HashSet<>();

  Figures(
      Metrics metrics,
      ShareTree<Client> tree,
      FilterTable filters,
      Clients clients,
      QuotaBook quotas) {
    this.quotas = quotas;
    this.metrics = metrics;
    this.tree = tree;
    this.filters = filters;
    this.clients = clients;
    this.runs = metrics.counter(PREFIX + "allocation_runs");
    this.runTime = metrics.timing(PREFIX + "allocation_run_ms");
    this.latency = metrics.timing(PREFIX + "allocation_run_latency_ms");
  }

  /**
   * @param waitedNanos from when the run was asked for to its start
   * @param tookNanos from its start to its end
   */
  void ran(long waitedNanos, long tookNanos) {
    runs.increment();
    latency.record(Duration.ofNanos(waitedNanos));
    runTime.record(Duration.ofNanos(tookNanos));
  }

  /** A round over all agents is over. */
  void publish() {
    publishResources();
    publishRoles();
    publishQuotas();
  }

  private void publishResources() {
    for (String name : tree.resourceNames()) {
      String resource = PREFIX + "resources/" + name;
      set(resource + "/total", tree.total(name) / 1000.0);
      set(resource + "/offered_or_allocated", tree.allocated(name) / 1000.0);
    }
  }

  private void publishRoles() {
    if (!roles.equals(clients.roles())) {
      roles.stream().filter(role -> !clients.roles().contains(role)).forEach(this::close);
      roles.clear();
      roles.addAll(clients.roles());
    }
    for (String role : roles) {
      set(shareOf(role), tree.share(role));
      set(filtersOf(role), filters.count(role));
    }
  }

  private void publishQuotas() {
    Set<String> shown = new HashSet<>();
    quotas
        .quotas()
        .forEach(
            (role, quota) -> {
              Set<String> names = new HashSet<>(quota.limits().names());
              names.addAll(quota.guarantees().names());
              for (String name : names) {
                String figure = QUOTAS + role + "/resources/" + name;
                show(shown, figure + "/guarantee", quota.guarantees().milli(name));
                show(shown, figure + "/consumption", quotas.consumed(role, name));
                if (quota.limits().names().contains(name)) {
                  show(shown, figure + "/limit", quota.limits().milli(name));
                }
              }
            });
    Set<String> gone = new HashSet<>(gauges.keySet());
    gone.removeIf(name -> !name.startsWith(QUOTAS) || shown.contains(name));
    gone.forEach(this::closeGauge);
  }

  private void show(Set<String> shown, String name, long milli) {
    shown.add(name);
    set(name, milli / 1000.0);
  }

  private static String shareOf(String role) {
    return PREFIX + "roles/" + role + "/shares/dominant";
  }

  private static String filtersOf(String role) {
    return PREFIX + "offer_filters/roles/" + role + "/active";
  }

  private void set(String name, double value) {
    gauges.computeIfAbsent(name, n -> new Gauge(metrics, n)).value = value;
  }

  private void close(String role) {
    for (String name : Set.of(shareOf(role), filtersOf(role))) {
      closeGauge(name);
    }
  }

  private void closeGauge(String name) {
    Gauge gauge = gauges.remove(name);
    if (gauge != null) {
      gauge.close();
    }
  }

  void close() {
    gauges.values().forEach(Gauge::close);
    gauges.clear();
  }

  /** A number that the allocator's loop sets and any thread reads. */
  private static final class Gauge {
    private final AutoCloseable registration;
    private volatile double value;

    Gauge(Metrics metrics, String name) {
      registration = metrics.gauge(name, () -> value);
    }

    void close() {
      try {
        registration.close();
      } catch (Exception e) {
        throw new IllegalStateException("a gauge cannot be closed", e);
      }
    }
  }
}
