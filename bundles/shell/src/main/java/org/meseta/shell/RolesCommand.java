package org.meseta.shell;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Quotas;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;
import org.meseta.resources.Roles;

/** {@code mesos:roles}. */
@Service
@Command(
    scope = "mesos",
    name = "roles",
    description =
        "Lists the roles, who uses them and how much; a role has what those below it have")
public final class RolesCommand extends ClusterCommand {

  @Override
  void fill(Listing table, Cluster cluster) {
    table.column("Role");
    table.column("Weight").alignRight();
    table.column("Frameworks").alignRight();
    table.column("Share").alignRight();
    table.column("By weight").alignRight();
    table.column("Guaranteed");
    table.column("Limited to");
    table.column("Reserved");
    table.column("Allocated");
    table.emptyTableText("No role is in use.");
    ResourceQuantities total = total(cluster);
    withAncestors(roles(cluster)).forEach(role -> add(table, cluster, role, total));
  }

  static Set<String> roles(Cluster cluster) {
    Set<String> roles = new TreeSet<>(cluster.weights().keySet());
    roles.addAll(cluster.quotas().keySet());
    cluster.frameworks().values().forEach(f -> roles.addAll(f.roles()));
    cluster.agents().values().forEach(a -> roles.addAll(a.total().reservationRoles()));
    return roles;
  }

  private static Set<String> withAncestors(Set<String> roles) {
    Set<String> all = new TreeSet<>(roles);
    roles.forEach(role -> all.addAll(Roles.ancestors(role)));
    return all;
  }

  private static void add(Listing table, Cluster cluster, String role, ResourceQuantities total) {
    Resources allocated = allocatedTo(cluster, role);
    QuotaConfig config = cluster.quotas().get(role);
    Quota quota = config == null ? Quota.NONE : Quotas.of(config);
    double weight = cluster.weights().getOrDefault(role, 1.0);
    double share = dominantShare(allocated.scalarQuantities(), total);
    long frameworks =
        cluster.frameworks().values().stream()
            .filter(f -> f.roles().stream().anyMatch(theirs -> isIn(theirs, role)))
            .count();
    table.row(
        role,
        weight,
        frameworks,
        percent(share),
        percent(share / weight),
        quota.guarantees(),
        quota.limits(),
        reservedTo(cluster, role),
        allocated.unallocated());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static boolean isIn(String role, String whole) {
    return role.equals(whole) || Roles.isStrictSubroleOf(role, whole);
  }

  private static Resources allocatedTo(Cluster cluster, String role) {
    Resources sum = Resources.empty();
    for (Framework framework : cluster.frameworks().values()) {
      for (Resources used : framework.used().values()) {
        sum = sum.plus(in(used, role));
      }
      for (var offer : framework.offers().values()) {
        sum = sum.plus(in(offer.resources(), role));
      }
    }
    return sum;
  }

  private static ResourceQuantities reservedTo(Cluster cluster, String role) {
    ResourceQuantities sum = ResourceQuantities.empty();
    for (Agent agent : cluster.agents().values()) {
      for (String theirs : agent.total().reservationRoles()) {
        ResourceQuantities some = agent.total().reservedTo(theirs).scalarQuantities();
        sum = isIn(theirs, role) ? sum.plus(some) : sum;
      }
    }
    return sum;
  }

  private static Resources in(Resources resources, String role) {
    Resources sum = Resources.empty();
    for (String theirs : resources.allocationRoles()) {
      sum = isIn(theirs, role) ? sum.plus(resources.allocatedOnlyTo(theirs)) : sum;
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
