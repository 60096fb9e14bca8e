package org.meseta.shell;

import java.util.Set;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Quotas;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/** {@code mesos:roles}. */
@Service
@Command(
    scope = "mesos",
    name = "roles",
    description = "Lists the roles, who uses them and how much")
public final class RolesCommand extends ClusterCommand {

  @Override
  void fill(ShellTable table, Cluster cluster) {
    table.column("Role");
    table.column("Weight").alignRight();
    table.column("Frameworks").alignRight();
    table.column("Share").alignRight();
    table.column("Guaranteed");
    table.column("Limited to");
    table.column("Allocated");
    table.emptyTableText("No role is in use.");
    ResourceQuantities total = total(cluster);
    roles(cluster).forEach(role -> add(table, cluster, role, total));
  }

  static Set<String> roles(Cluster cluster) {
    Set<String> roles = new TreeSet<>(cluster.weights().keySet());
    roles.addAll(cluster.quotas().keySet());
    cluster.frameworks().values().forEach(f -> roles.addAll(f.roles()));
    return roles;
  }

  private static void add(
      ShellTable table, Cluster cluster, String role, ResourceQuantities total) {
    Resources allocated = allocatedTo(cluster, role);
    QuotaConfig config = cluster.quotas().get(role);
    Quota quota = config == null ? Quota.NONE : Quotas.of(config);
    long frameworks =
        cluster.frameworks().values().stream().filter(f -> f.roles().contains(role)).count();
    table
        .addRow()
        .addContent(
            role,
            cluster.weights().getOrDefault(role, 1.0),
            frameworks,
            "%.1f %%".formatted(100 * dominantShare(allocated.scalarQuantities(), total)),
            quota.guarantees(),
            quota.limits(),
            allocated.unallocated());
  }

  private static Resources allocatedTo(Cluster cluster, String role) {
    Resources sum = Resources.empty();
    for (Framework framework : cluster.frameworks().values()) {
      for (Resources used : framework.used().values()) {
        sum = sum.plus(used.allocatedOnlyTo(role));
      }
      for (var offer : framework.offers().values()) {
        sum = sum.plus(offer.resources().allocatedOnlyTo(role));
      }
    }
    return sum;
  }

  private static ResourceQuantities total(Cluster cluster) {
    return cluster.agents().values().stream()
        .map(agent -> agent.total().scalarQuantities())
        .reduce(ResourceQuantities.empty(), ResourceQuantities::plus);
  }

  /** The largest part that it has of any resource, 0 to 1. */
  private static double dominantShare(ResourceQuantities allocated, ResourceQuantities total) {
    return total.names().stream()
        .mapToDouble(name -> (double) allocated.milli(name) / total.milli(name))
        .max()
        .orElse(0);
  }
}
