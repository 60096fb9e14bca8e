package org.meseta.testkit.cluster.invariant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.world.World;

/**
 * Nothing lies idle for long while there is a framework that wants offers for a role, and may have
 * it by the quotas of that and other roles, and whose refusals of so much of the agent are over.
 */
final class FiltersExpire implements Invariant {
  /** What an operator's change takes back is not offered again for five seconds. */
  private static final long PATIENCE = Duration.ofSeconds(5 + 5).toNanos();

  /** What is worth an offer, in thousandths, by the index of {@link Amount#NAMES}. */
  private static final long[] LEAST = {10, Amount.UNLIMITED, 32_000};

  private final World world;
  private final AllocatorWatch allocator;
  private final Map<Claim, List<Refusal>> refusals = new HashMap<>();
  private final Map<AgentID, AgentAccount> agents = new LinkedHashMap<>();
  private Map<Claim, Long> idleSince = Map.of();
  private long due = Long.MAX_VALUE;
  private @Nullable Cluster last;

  /** What a framework may be offered of an agent for a role. */
  private record Claim(FrameworkID framework, AgentID agent, String role) {}

  private static final class Refusal {
    final long until;
    final long[] amounts;

    Refusal(long until, long[] amounts) {
      this.until = until;
      this.amounts = amounts;
    }

    boolean covers(long[] offered) {
      for (int i = 0; i < offered.length; i++) {
        if (offered[i] > amounts[i]) {
          return false;
        }
      }
      return true;
    }
  }

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
        refusals
            .computeIfAbsent(
                new Claim(framework.id(), offer.agent(), offer.role()), c -> new ArrayList<>())
            .add(new Refusal(until, Amount.loose(offer.resources())));
      }
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a snapshot stays the same until something changes
  public Optional<String> holds() {
    allocator.look();
    Cluster now = world.cluster();
    long nanos = world.time().nanoTime();
    if (now != last) {
      last = now;
      idleSince = idleSince(now, nanos);
      due = idleSince.isEmpty() ? Long.MAX_VALUE : Collections.min(idleSince.values()) + PATIENCE;
    }
    return nanos > due ? wrong(nanos) : Optional.empty();
  }

  private Map<Claim, Long> idleSince(Cluster now, long nanos) {
    Map<Claim, Long> since = new LinkedHashMap<>();
    RoleAccounts accounts = accounts(now);
    Map<String, List<long[]>> most = new HashMap<>();
    for (AgentAccount account : agents.values()) {
      if (account.agent.active() && isEnough(account.free)) {
        for (Framework framework : now.frameworks().values()) {
          for (String role : wanted(framework)) {
            Claim claim = new Claim(framework.id(), account.agent.id(), role);
            most
                .computeIfAbsent(role, r -> List.of(accounts.mostFirst(r), accounts.mostThen(r)))
                .stream()
                .map(may -> least(account.free, may))
                .filter(offered -> isEnough(offered) && !isAvoided(account.agent, framework))
                .forEach(offered -> since.merge(claim, since(claim, offered, nanos), Math::min));
          }
        }
      }
    }
    return since;
  }

  /** Since when it lies idle, or from when on, if it was refused; more than that was not. */
  private long since(Claim claim, long[] offered, long nanos) {
    long before = idleSince.getOrDefault(claim, nanos);
    List<Refusal> refused = refusals.getOrDefault(claim, new ArrayList<>());
    refused.removeIf(refusal -> refusal.until - nanos <= 0);
    return refused.stream()
        .filter(refusal -> refusal.covers(offered))
        .mapToLong(refusal -> Math.max(before, refusal.until))
        .max()
        .orElse(Math.min(before, nanos));
  }

  @SuppressWarnings("ReferenceEquality") // what is the same has not changed
  private RoleAccounts accounts(Cluster now) {
    agents.keySet().retainAll(now.agents().keySet());
    for (Agent agent : now.agents().values()) {
      AgentAccount known = agents.get(agent.id());
      if (known == null || known.agent != agent) {
        agents.put(agent.id(), AgentAccount.of(agent));
      }
    }
    return RoleAccounts.of(agents.values(), now.quotas());
  }

  private static List<String> wanted(Framework framework) {
    return framework.active()
        ? framework.roles().stream().filter(r -> !framework.suppressedRoles().contains(r)).toList()
        : List.of();
  }

  private static long[] least(long[] some, long[] others) {
    long[] least = Amount.none();
    Arrays.setAll(least, i -> Math.min(some[i], others[i]));
    return least;
  }

  private static boolean isEnough(long[] amounts) {
    for (int i = 0; i < LEAST.length; i++) {
      if (amounts[i] >= LEAST[i]) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> wrong(long nanos) {
    for (Map.Entry<Claim, Long> idle : idleSince.entrySet()) {
      Claim claim = idle.getKey();
      long since = Math.max(idle.getValue(), allocator.atWorkSince());
      if (nanos - since > PATIENCE) {
        return Optional.of(
            "%s lies idle for %.3f s, and %s would take it for %s"
                .formatted(
                    claim.agent().getValue(),
                    (nanos - since) / 1e9,
                    claim.framework().getValue(),
                    claim.role()));
      }
    }
    return Optional.empty();
  }

  /** Its scheduler may not know of the framework: the answer to its subscription was lost. */
  private boolean isAvoided(Agent agent, Framework framework) {
    String host = agent.info().getHostname();
    return world.schedulers().stream()
        .filter(s -> s.name().equals(framework.info().getName()))
        .anyMatch(s -> s.temper().avoids().filter(host::equals).isPresent());
  }
}
