package org.meseta.plugins.allocator.hierarchical;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.allocator.Quota;
import org.meseta.plugins.allocator.hierarchical.quota.QuotaBook;
import org.meseta.plugins.allocator.hierarchical.share.ShareTree;

/** What is shown about the allocator. Gauges are as of the last round: any thread may read them. */
final class Figures {

  private static final String PREFIX = "allocator/mesos/";
  private static final double MILLI = 1000.0;

  private final Metrics metrics;
  private final ShareTree<Client> tree;
  private final FilterTable filters;
  private final Clients clients;
  private final QuotaBook quotas;
  private final Metrics.Counter runs;
  private final Metrics.Timing runTime;
  private final Metrics.Timing latency;
  private final Map<String, Gauges> resources = new HashMap<>();
  private final Map<String, Gauges> roles = new HashMap<>();
  private final Gauges ofQuotas;
  private Object quotaEdition;

  Figures(
      Metrics metrics,
      ShareTree<Client> tree,
      FilterTable filters,
      Clients clients,
      QuotaBook quotas) {
    this.quotas = quotas;
    this.ofQuotas = new Gauges(metrics);
    this.quotaEdition = quotas.edition();
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
    tree.resourceNames().forEach(name -> resources.computeIfAbsent(name, this::ofResource));
    followRoles();
    followQuotas();
    resources.values().forEach(Gauges::look);
    roles.values().forEach(Gauges::look);
    ofQuotas.look();
  }

  private Gauges ofResource(String name) {
    String resource = PREFIX + "resources/" + name;
    return new Gauges(metrics)
        .add(resource + "/total", () -> tree.total(name) / MILLI)
        .add(resource + "/offered_or_allocated", () -> tree.allocated(name) / MILLI);
  }

  private void followRoles() {
    Set<String> now = clients.roles();
    if (roles.keySet().equals(now)) {
      return;
    }
    roles.forEach((role, gauges) -> closeUnless(now.contains(role), gauges));
    roles.keySet().retainAll(now);
    now.forEach(role -> roles.computeIfAbsent(role, this::ofRole));
  }

  private static void closeUnless(boolean needed, Gauges gauges) {
    if (!needed) {
      gauges.close();
    }
  }

  private Gauges ofRole(String role) {
    return new Gauges(metrics)
        .add(PREFIX + "roles/" + role + "/shares/dominant", () -> tree.share(role))
        .add(PREFIX + "offer_filters/roles/" + role + "/active", () -> filters.count(role));
  }

  private void followQuotas() {
    if (quotaEdition.equals(quotas.edition())) {
      return;
    }
    quotaEdition = quotas.edition();
    ofQuotas.close();
    quotas.quotas().forEach(this::addQuota);
  }

  private void addQuota(String role, Quota quota) {
    Set<String> names = new HashSet<>(quota.limits().names());
    names.addAll(quota.guarantees().names());
    for (String name : names) {
      String figure = PREFIX + "quota/roles/" + role + "/resources/" + name;
      double guarantee = quota.guarantees().milli(name) / MILLI;
      double limit = quota.limits().milli(name) / MILLI;
      ofQuotas.add(figure + "/guarantee", () -> guarantee);
      ofQuotas.add(figure + "/consumption", () -> quotas.consumed(role, name) / MILLI);
      if (quota.limits().names().contains(name)) {
        ofQuotas.add(figure + "/limit", () -> limit);
      }
    }
  }

  void close() {
    resources.values().forEach(Gauges::close);
    roles.values().forEach(Gauges::close);
    ofQuotas.close();
  }
}
