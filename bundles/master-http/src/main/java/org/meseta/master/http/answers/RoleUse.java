package org.meseta.master.http.answers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.master.state.Quotas;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;
import org.meseta.resources.Roles;

/**
 * A role and what it and the roles below it have.
 *
 * @param weight 1 unless set
 * @param quota guarantees and limits nothing unless set
 * @param allocated to tasks and executors
 * @param offered in offers that are out
 * @param reserved to it, used or not
 * @param frameworks ids of those that subscribed with exactly this role
 */
public record RoleUse(
    String name,
    double weight,
    Quota quota,
    Resources allocated,
    Resources offered,
    Resources reserved,
    List<String> frameworks) {

  /**
   * All known roles by name: those with a framework, a weight, a quota, a reservation or a subrole.
   */
  public static List<RoleUse> of(Cluster cluster) {
    Map<String, List<String>> frameworks = new HashMap<>();
    for (Framework framework : cluster.frameworks().values()) {
      for (String role : framework.roles()) {
        frameworks.computeIfAbsent(role, r -> new ArrayList<>()).add(framework.id().getValue());
      }
    }
    return names(cluster).stream()
        .map(role -> of(cluster, role, frameworks.getOrDefault(role, List.of())))
        .toList();
  }

  static Set<String> names(Cluster cluster) {
    Set<String> known = new TreeSet<>();
    cluster.frameworks().values().forEach(framework -> known.addAll(framework.roles()));
    known.addAll(cluster.weights().keySet());
    known.addAll(cluster.quotas().keySet());
    inUse(cluster).forEach(known::add);
    List.copyOf(known).forEach(role -> known.addAll(Roles.ancestors(role)));
    return known;
  }

  private static Stream<String> inUse(Cluster cluster) {
    return cluster.agents().values().stream()
        .flatMap(
            a ->
                Stream.concat(
                    a.total().reservationRoles().stream(),
                    a.used().values().stream().flatMap(u -> u.allocationRoles().stream())));
  }

  private static RoleUse of(Cluster cluster, String role, List<String> frameworks) {
    return new RoleUse(
        role,
        cluster.weights().getOrDefault(role, 1.0),
        quota(cluster, role),
        allocated(cluster, role),
        offered(cluster, role),
        reserved(cluster, role),
        frameworks);
  }

  private static Quota quota(Cluster cluster, String role) {
    QuotaConfig config = cluster.quotas().get(role);
    return config == null ? Quota.NONE : Quotas.of(config);
  }

  /** What counts against a quota: reservations, used or not, and what else is allocated. */
  public ResourceQuantities consumed() {
    return allocated.nonRevocable().unreserved().plus(reserved).quantities();
  }

  private static Resources allocated(Cluster cluster, String role) {
    return sum(
        cluster.agents().values().stream()
            .flatMap(a -> a.used().values().stream())
            .flatMap(used -> parts(used, role)));
  }

  private static Stream<Resources> parts(Resources used, String role) {
    return used.allocationRoles().stream()
        .filter(r -> covers(role, r))
        .map(r -> used.allocatedOnlyTo(r).unallocated());
  }

  private static Resources offered(Cluster cluster, String role) {
    return sum(
        cluster.offers().stream()
            .filter(o -> covers(role, o.role()))
            .map(Offered::resources)
            .map(Resources::unallocated));
  }

  private static Resources reserved(Cluster cluster, String role) {
    return sum(
        cluster.agents().values().stream()
            .map(Agent::total)
            .flatMap(
                total ->
                    total.reservationRoles().stream()
                        .filter(r -> covers(role, r))
                        .map(total::reservedTo)));
  }

  private static boolean covers(String role, String other) {
    return role.equals(other) || Roles.isStrictSubroleOf(other, role);
  }

  private static Resources sum(Stream<Resources> parts) {
    return parts.reduce(Resources.empty(), Resources::plus);
  }
}
