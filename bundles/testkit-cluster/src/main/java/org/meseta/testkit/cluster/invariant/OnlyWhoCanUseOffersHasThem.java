package org.meseta.testkit.cluster.invariant;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.OfferID;
import org.meseta.testkit.cluster.world.World;

/**
 * Nothing is offered to a framework that is not connected, nothing of an agent that is away, and
 * nothing new to a framework that wants no offers for a role.
 */
final class OnlyWhoCanUseOffersHasThem implements Invariant {
  private final World world;
  private final AllocatorWatch allocator;
  private final Set<OfferID> known = new HashSet<>();
  private final Map<Unwilling, Long> unwillingSince = new HashMap<>();
  private @Nullable Cluster last;

  private record Unwilling(FrameworkID framework, String role) {}

  OnlyWhoCanUseOffersHasThem(World world) {
    this.world = world;
    this.allocator = new AllocatorWatch(world);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a snapshot stays the same until something changes
  public Optional<String> holds() {
    allocator.look();
    Cluster now = world.cluster();
    if (now == last) {
      return Optional.empty();
    }
    last = now;
    for (Framework framework : now.frameworks().values()) {
      for (String role : framework.suppressedRoles()) {
        unwillingSince.putIfAbsent(new Unwilling(framework.id(), role), world.time().nanoTime());
      }
    }
    unwillingSince.keySet().removeIf(unwilling -> !isSo(now, unwilling));
    return now.offers().stream().flatMap(offer -> wrong(now, offer).stream()).findFirst();
  }

  private static boolean isSo(Cluster now, Unwilling unwilling) {
    Framework framework = now.frameworks().get(unwilling.framework());
    return framework != null && framework.suppressedRoles().contains(unwilling.role());
  }

  private Optional<String> wrong(Cluster now, Offered offer) {
    Framework framework = now.frameworks().get(offer.framework());
    Agent agent = now.agents().get(offer.agent());
    String name = "offer " + offer.id().getValue();
    if (framework == null || !framework.active()) {
      return Optional.of(name + " is out to a framework that is not connected");
    }
    if (agent == null || !agent.active()) {
      return Optional.of(name + " is about an agent that is away");
    }
    if (known.add(offer.id()) && framework.suppressedRoles().contains(offer.role())) {
      Long since = unwillingSince.get(new Unwilling(framework.id(), offer.role()));
      // What the allocator had decided before it knew may still come.
      boolean late = since != null && allocator.hasCaughtUpWith(since);
      return late
          ? Optional.of(name + " is made to a framework that wants no offers")
          : Optional.empty();
    }
    return Optional.empty();
  }
}
