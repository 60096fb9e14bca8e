package org.meseta.testkit.cluster.invariant;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.state.Host;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Operation;
import org.meseta.protocol.v1.OperationState;
import org.meseta.resources.Resources;
import org.meseta.testkit.cluster.agent.AgentNode;
import org.meseta.testkit.cluster.world.World;

/**
 * What each role has reserved, and each volume, changes on an agent exactly as operations say, each
 * of them once; none fails on an agent that the master has let do it. At rest both know the same.
 */
final class ReservationsAreConserved implements Invariant {
  private final World world;
  private final Map<AgentID, Account> accounts = new HashMap<>();
  private @Nullable Cluster last;

  /** What an agent must have, and the operations that made it so. */
  private static final class Account {
    private Agent seen;
    private final Amounts amounts;
    private final Set<ByteString> counted = new HashSet<>();

    Account(Agent agent) {
      seen = agent;
      amounts = Amounts.of(agent.total());
      counted.addAll(agent.operations().keySet());
    }
  }

  ReservationsAreConserved(World world) {
    this.world = world;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a snapshot stays the same until something changes
  public Optional<String> holds() {
    Cluster now = world.cluster();
    if (now == last) {
      return Optional.empty();
    }
    last = now;
    accounts.keySet().retainAll(now.agents().keySet());
    return now.agents().values().stream().flatMap(agent -> wrong(agent).stream()).findFirst();
  }

  @SuppressWarnings("ReferenceEquality") // what is the same has not changed
  private Optional<String> wrong(Agent agent) {
    Account account = accounts.computeIfAbsent(agent.id(), id -> new Account(agent));
    if (account.seen == agent) {
      return Optional.empty();
    }
    account.seen = agent;

    for (Operation operation : agent.operations().values()) {
      if (account.counted.add(operation.getUuid().getValue())) {
        account.amounts.apply(operation.getInfo());
      }
      if (operation.getLatestStatus().getState() == OperationState.OPERATION_FAILED) {
        return Optional.of(
            "%s fails to do %s"
                .formatted(agent.info().getHostname(), operation.getInfo().getType()));
      }
    }
    Amounts has = Amounts.of(agent.total());
    return has.equals(account.amounts)
        ? Optional.empty()
        : Optional.of(
            "%s has %s, and should have %s after what was done to it"
                .formatted(agent.info().getHostname(), has, account.amounts));
  }

  @Override
  public Optional<String> holdsAtRest() {
    return world.agents().stream().flatMap(node -> difference(node).stream()).findFirst();
  }

  private Optional<String> difference(AgentNode node) {
    Host host = node.state().orElseThrow();
    List<Resources> here =
        world.cluster().agents().values().stream()
            .filter(agent -> agent.id().equals(host.info().getId()))
            .map(Agent::total)
            .toList();
    return here.equals(List.of(host.total()))
        ? Optional.empty()
        : Optional.of("%s has %s, and the master believes %s".formatted(node, host.total(), here));
  }
}
