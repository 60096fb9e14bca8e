package org.meseta.testkit.cluster.invariant;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.protocol.v1.AgentID;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;
import org.meseta.testkit.cluster.world.World;

/**
 * The share that the allocator publishes of a role is what the role and those below it hold of what
 * there is most of, by its weight. (Looked at now and then, when nothing has happened for a round.)
 */
final class SharesAreOfWhatRolesHave implements Invariant {
  private static final long ROUND = Duration.ofMillis(1010).toNanos();
  private static final long NOW_AND_THEN = Duration.ofSeconds(8).toNanos();
  private static final double NOISE = 1e-9;

  private final World world;
  private final AllocatorWatch allocator;
  private @Nullable Cluster last;
  private long since;
  private long lookedAt;

  SharesAreOfWhatRolesHave(World world) {
    this.world = world;
    this.allocator = new AllocatorWatch(world);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a snapshot stays the same until something changes
  public Optional<String> holds() {
    long nanos = world.time().nanoTime();
    allocator.look();
    Cluster now = world.cluster();
    if (now != last) {
      last = now;
      since = nanos;
    }
    long begin = Math.max(allocator.atWorkSince(), world.allocatorSince());
    if (nanos - lookedAt < NOW_AND_THEN || nanos - Math.max(since, begin) < ROUND) {
      return Optional.empty();
    }
    lookedAt = nanos;

    return wrong(now);
  }

  private Optional<String> wrong(Cluster now) {
    Map<String, Double> figures = world.masterProcess().metrics().snapshot();
    ResourceQuantities total =
        now.agents().values().stream()
            .map(agent -> agent.total().scalarQuantities())
            .reduce(ResourceQuantities.empty(), ResourceQuantities::plus);
    for (String role : roles(now)) {
      Double told = figures.get("allocator/mesos/roles/" + role + "/shares/dominant");
      double is = share(held(now, role), total) / now.weights().getOrDefault(role, 1.0);
      if (told == null || Math.abs(told - is) > NOISE) {
        return Optional.of(
            "role %s has a share of %.6f by its weight, and the allocator says %s"
                .formatted(role, is, told));
      }
    }
    return Optional.empty();
  }

  private static Set<String> roles(Cluster now) {
    Set<String> roles = new TreeSet<>();
    now.frameworks().values().forEach(framework -> roles.addAll(framework.roles()));
    return roles;
  }

  private static double share(ResourceQuantities held, ResourceQuantities total) {
    return total.names().stream()
        .filter(name -> total.milli(name) > 0)
        .mapToDouble(name -> (double) held.milli(name) / total.milli(name))
        .max()
        .orElse(0);
  }

  /** A shared volume counts once for each framework, however many of its tasks use it. */
  private static ResourceQuantities held(Cluster now, String role) {
    ResourceQuantities sum = ResourceQuantities.empty();
    for (Framework framework : now.frameworks().values()) {
      for (Agent agent : now.agents().values()) {
        Resources held = held(framework, agent.id());
        for (String each : held.allocationRoles()) {
          if (each.equals(role) || each.startsWith(role + "/")) {
            sum = sum.plus(held.allocatedOnlyTo(each).scalarQuantities());
          }
        }
      }
    }
    return sum;
  }

  private static Resources held(Framework framework, AgentID agent) {
    Resources held = framework.used().getOrDefault(agent, Resources.empty());
    for (Offered offer : framework.offers().values()) {
      held = offer.agent().equals(agent) ? held.plus(offer.resources()) : held;
    }
    return held;
  }
}
