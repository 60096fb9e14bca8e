package org.meseta.testkit.cluster.invariant;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.OfferID;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.world.World;

/**
 * Nothing lies idle for long while there is a framework that wants offers and whose refusals of the
 * agent's resources are over.
 */
final class FiltersExpire implements Invariant {
  /** What an operator's change takes back is not offered again for five seconds. */
  private static final long PATIENCE = Duration.ofSeconds(5 + 5).toNanos();

  private static final long LEAST_MILLI_CPUS = 10;
  private static final long LEAST_MILLI_MEM = 32_000;

  private final World world;
  private final AllocatorWatch allocator;
  private final Map<Refusal, Long> refusedUntil = new HashMap<>();
  private final Map<AgentID, Long> idleSince = new HashMap<>();
  private final Map<FrameworkID, Long> willingSince = new HashMap<>();

  private record Refusal(FrameworkID framework, AgentID agent) {}

  FiltersExpire(World world) {
    this.world = world;
    this.allocator = new AllocatorWatch(world);
  }

  @Override
  public Optional<String> happened(Occurrence occurrence) {
    if (occurrence instanceof Occurrence.Called called) {
      Call call = called.call();
      if (call.getType() == Call.Type.DECLINE) {
        refused(call, call.getDecline().getOfferIdsList(), call.getDecline().getFilters());
      } else if (call.getType() == Call.Type.ACCEPT) {
        refused(call, call.getAccept().getOfferIdsList(), call.getAccept().getFilters());
      }
    }
    return Optional.empty();
  }

  private void refused(Call call, List<OfferID> offers, Filters filters) {
    Framework framework = world.cluster().frameworks().get(call.getFrameworkId());
    if (framework == null) {
      return;
    }
    double wanted = filters.getRefuseSeconds();
    double seconds = wanted < 0 || Double.isNaN(wanted) ? 5 : wanted;
    long until = world.time().nanoTime() + (long) (seconds * 1e9);
    for (OfferID id : offers) {
      Offered offer = framework.offers().get(id);
      if (offer != null) {
        refusedUntil.merge(new Refusal(framework.id(), offer.agent()), until, Math::max);
      }
    }
  }

  @Override
  public Optional<String> holds() {
    allocator.look();
    Cluster now = world.cluster();
    long nanos = world.time().nanoTime();
    idleSince.keySet().removeIf(id -> !isIdle(now.agents().get(id)));
    willingSince.keySet().removeIf(id -> !isWilling(now.frameworks().get(id)));
    for (Agent agent : now.agents().values()) {
      if (isIdle(agent)) {
        idleSince.putIfAbsent(agent.id(), nanos);
      }
    }
    for (Framework framework : now.frameworks().values()) {
      if (isWilling(framework)) {
        willingSince.putIfAbsent(framework.id(), nanos);
      }
    }
    return wrong(nanos);
  }

  private Optional<String> wrong(long nanos) {
    for (Map.Entry<AgentID, Long> idle : idleSince.entrySet()) {
      for (Map.Entry<FrameworkID, Long> willing : willingSince.entrySet()) {
        Refusal refusal = new Refusal(willing.getKey(), idle.getKey());
        if (isAvoided(refusal)) {
          continue;
        }
        long since =
            Math.max(
                Math.max(idle.getValue(), willing.getValue()),
                Math.max(
                    allocator.atWorkSince(), refusedUntil.getOrDefault(refusal, Long.MIN_VALUE)));
        if (nanos - since > PATIENCE) {
          return Optional.of(
              "%s lies idle for %.3f s, and %s would take it"
                  .formatted(
                      idle.getKey().getValue(),
                      (nanos - since) / 1e9,
                      willing.getKey().getValue()));
        }
      }
    }
    return Optional.empty();
  }

  /** Its scheduler may not know of the framework: the answer to its subscription was lost. */
  private boolean isAvoided(Refusal refusal) {
    Agent agent = world.cluster().agents().get(refusal.agent());
    Framework framework = world.cluster().frameworks().get(refusal.framework());
    String host = agent == null ? "" : agent.info().getHostname();
    String name = framework == null ? "" : framework.info().getName();
    return world.schedulers().stream()
        .filter(s -> s.name().equals(name))
        .anyMatch(s -> s.temper().avoids().filter(host::equals).isPresent());
  }

  private static boolean isWilling(@Nullable Framework framework) {
    return framework != null
        && framework.active()
        && !framework.suppressedRoles().containsAll(framework.roles());
  }

  private static boolean isIdle(@Nullable Agent agent) {
    if (agent == null || !agent.active()) {
      return false;
    }
    Resources free = agent.total().minus(agent.offered().unallocated());
    for (Resources used : agent.used().values()) {
      free = free.minus(used.unallocated());
    }
    // What is reserved not everybody may be offered.
    ResourceQuantities amounts = free.unreserved().scalarQuantities();
    return amounts.milli("cpus") >= LEAST_MILLI_CPUS || amounts.milli("mem") >= LEAST_MILLI_MEM;
  }
}
