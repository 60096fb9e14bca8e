package org.meseta.plugins.allocator.hierarchical;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.meseta.plugin.allocator.Obstacle.Cut;
import org.meseta.plugin.allocator.Obstacle.Kind;
import org.meseta.plugins.allocator.hierarchical.quota.QuotaBook;
import org.meseta.plugins.allocator.hierarchical.quota.Room;
import org.meseta.plugins.allocator.hierarchical.quota.Stage;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Roles;

/** Says what quotas keep from a client of what an agent has free. */
final class Cuts {

  private final Gate gate;
  private final QuotaBook quotas;

  Cuts(Gate gate, QuotaBook quotas) {
    this.gate = gate;
    this.quotas = quotas;
  }

  /** By limits first, then for the sake of guarantees; by role. */
  List<Cut> of(AgentState agent, Client client) {
    Room room = gate.room(client, Stage.FAIR_SHARES);
    Map<Kind, Map<String, Set<String>>> found = new TreeMap<>();
    gate.forEachLoose(
        agent.offerable().to(client),
        (dimension, name, milli) -> {
          if (room.withinLimits(dimension) < milli) {
            add(found, Kind.QUOTA_LIMIT, room.limitedBy(dimension), name);
          } else if (room.most(dimension) < milli) {
            quotas
                .owedMost(Set.of(name))
                .filter(owed -> !isOwn(client, owed))
                .ifPresent(owed -> add(found, Kind.HEADROOM, owed, name));
          }
        });
    return found.entrySet().stream()
        .flatMap(
            by ->
                by.getValue().entrySet().stream()
                    .map(each -> new Cut(by.getKey(), each.getKey(), each.getValue())))
        .toList();
  }

  private static void add(
      Map<Kind, Map<String, Set<String>>> found, Kind by, String role, String name) {
    found
        .computeIfAbsent(by, k -> new TreeMap<>())
        .computeIfAbsent(role, r -> new TreeSet<>())
        .add(name);
  }

  private static boolean isOwn(Client client, String role) {
    return client.role.equals(role) || Roles.isStrictSubroleOf(client.role, role);
  }

  /** What limits leave of the resources that they cut. */
  ResourceQuantities withinLimits(AgentState agent, Client client) {
    Room room = gate.room(client, Stage.FAIR_SHARES);
    Map<String, Long> within = new HashMap<>();
    gate.forEachLoose(
        agent.offerable().to(client),
        (dimension, name, milli) -> {
          if (room.withinLimits(dimension) < milli) {
            within.put(name, room.withinLimits(dimension));
          }
        });
    return ResourceQuantities.ofMilli(within);
  }
}
