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
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.world.World;

/**
 * Of an agent nothing is offered to a role that is owed nothing, as long as another one is owed it
 * that wants it and had none of this agent shortly before.
 */
final class WhoIsOwedComesFirst implements Invariant {
  /** What an operator's change takes back is not offered again for five seconds. */
  private static final long SHORTLY = Duration.ofSeconds(5 + 2).toNanos();

  /** What is worth an offer, in thousandths, by the index of {@link Amount#NAMES}. */
  private static final long[] LEAST = {10, Amount.UNLIMITED, 32_000};

  private final World world;
  private final Moments moments;
  private final Map<Had, Long> until = new HashMap<>();

  /** Who has had something of an agent; he may have refused it. */
  private record Had(FrameworkID framework, AgentID agent, String role) {}

  WhoIsOwedComesFirst(World world) {
    this.world = world;
    this.moments = new Moments(world);
  }

  @Override
  public Optional<String> happened(Occurrence occurrence) {
    if (occurrence instanceof Occurrence.Called called) {
      Call call = called.call();
      refused(call, call.getDecline().getOfferIdsList(), call.getDecline().getFilters());
      refused(call, call.getAccept().getOfferIdsList(), call.getAccept().getFilters());
    }
    return Optional.empty();
  }

  private void refused(Call call, List<OfferID> ids, Filters filters) {
    Framework framework = world.cluster().frameworks().get(call.getFrameworkId());
    if (framework == null) {
      return;
    }
    for (OfferID id : ids) {
      Offered offer = framework.offers().get(id);
      if (offer != null) {
        had(offer, (long) (filters.getRefuseSeconds() * 1e9));
      }
    }
  }

  private void had(Offered offer, long span) {
    long end = world.time().nanoTime() + Math.max(0, span) + SHORTLY;
    until.merge(new Had(offer.framework(), offer.agent(), offer.role()), end, Math::max);
  }

  @Override
  public Optional<String> holds() {
    Optional<Moments.Moment> moment = moments.over();
    moment.ifPresent(m -> m.before().offers().forEach(offer -> had(offer, 0)));
    return moment
        .filter(m -> m.informed() && !m.offers().isEmpty() && !m.after().quotas().isEmpty())
        .flatMap(this::wrong);
  }

  private Optional<String> wrong(Moments.Moment moment) {
    RoleAccounts after = RoleAccounts.of(moment.after().agents(), moment.after().quotas());
    RoleAccounts before = after.without(moment.offers());
    for (Offered offer : moment.offers()) {
      if (!isOwed(before, offer.role())) {
        for (Framework other : moment.after().frameworks().values()) {
          for (String role : other.roles()) {
            if (isOwedOf(offer, after, role) && wants(moment, other, role, offer.agent())) {
              return Optional.of(
                  "role %s is owed nothing and is offered %s of %s, which %s is owed for %s"
                      .formatted(
                          offer.role(),
                          offer.resources(),
                          offer.agent().getValue(),
                          other.id().getValue(),
                          role));
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isOwed(RoleAccounts accounts, String role) {
    for (int i = 0; i < LEAST.length; i++) {
      if (accounts.owed(role, i) > 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOwedOf(Offered offer, RoleAccounts accounts, String role) {
    long[] loose = Amount.loose(offer.resources());
    for (int i = 0; i < loose.length; i++) {
      if (Math.min(loose[i], accounts.owed(role, i)) >= LEAST[i]) {
        return true;
      }
    }
    return false;
  }

  private boolean wants(Moments.Moment moment, Framework framework, String role, AgentID id) {
    Agent agent = moment.after().agents().get(id);
    long end = until.getOrDefault(new Had(framework.id(), id, role), Long.MIN_VALUE);
    return wants(moment.before(), framework.id(), role)
        && wants(moment.after(), framework.id(), role)
        && end < world.time().nanoTime()
        && agent != null
        && world.schedulers().stream()
            .filter(s -> s.name().equals(framework.info().getName()))
            .noneMatch(
                s -> s.temper().avoids().filter(agent.info().getHostname()::equals).isPresent());
  }

  private static boolean wants(Cluster cluster, FrameworkID id, String role) {
    @Nullable Framework framework = cluster.frameworks().get(id);
    return framework != null
        && framework.active()
        && framework.roles().contains(role)
        && !framework.suppressedRoles().contains(role);
  }
}
