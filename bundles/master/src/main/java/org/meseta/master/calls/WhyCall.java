package org.meseta.master.calls;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.meseta.master.api.Explanation;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Quotas;
import org.meseta.master.why.Causes;
import org.meseta.master.why.Remedies;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Roles;

/** Asks the allocator why frameworks are not offered anything. */
public final class WhyCall {
  /** About one role; more are of no use to anybody who reads. */
  private static final int MOST = 20;

  private final Desk desk;
  private final AgentRecovery recovery;
  private boolean busy;

  public WhyCall(Desk desk, AgentRecovery recovery) {
    this.desk = desk;
    this.recovery = recovery;
  }

  /**
   * About a framework in each of its roles.
   *
   * @return completes on the loop, with nothing if it is not known
   */
  public CompletionStage<List<Explanation>> framework(FrameworkID id) {
    Framework framework = desk.ledger().snapshot().frameworks().get(id);
    return framework == null
        ? all(List.of())
        : all(pairs(framework).sorted(Comparator.comparing(Pair::role)).toList());
  }

  /** About the frameworks of a role and of those below it; completes on the loop. */
  public CompletionStage<List<Explanation>> role(String role) {
    return all(
        desk.ledger().snapshot().frameworks().values().stream()
            .flatMap(WhyCall::pairs)
            .filter(pair -> pair.role.equals(role) || Roles.isStrictSubroleOf(pair.role, role))
            .sorted(
                Comparator.comparing(Pair::role)
                    .thenComparing(pair -> pair.framework.id().getValue()))
            .limit(MOST)
            .toList());
  }

  private static Stream<Pair> pairs(Framework framework) {
    return framework.roles().stream().map(role -> new Pair(framework, role));
  }

  private record Pair(Framework framework, String role) {}

  /** One question after the other, so that the allocator gets to its work between them. */
  private CompletionStage<List<Explanation>> all(List<Pair> pairs) {
    if (busy) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("Another such question is being answered: ask again"));
    }
    busy = true;
    CompletionStage<List<Explanation>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (Pair pair : pairs) {
      all =
          all.thenCompose(
              list ->
                  explain(pair.framework, pair.role)
                      .thenApply(
                          next -> {
                            list.add(next);
                            return list;
                          }));
    }
    return all.whenComplete((list, failure) -> busy = false);
  }

  private CompletionStage<Explanation> explain(Framework framework, String role) {
    return desk.allocator()
        .obstacles(framework.id(), role)
        .thenApply(
            obstacles -> {
              Cluster cluster = desk.ledger().snapshot();
              Map<String, Quota> quotas = Quotas.of(cluster.quotas().values());
              Remedies remedies =
                  new Remedies(cluster, quotas, desk.flags().whitelist().map(String::valueOf));
              return new Causes(remedies)
                  .explain(
                      framework, role, cluster.agents().size(), recovery.standing(), obstacles);
            });
  }
}
