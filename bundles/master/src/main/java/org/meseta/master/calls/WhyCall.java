package org.meseta.master.calls;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meseta.master.api.Explanation;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Quotas;
import org.meseta.master.why.Causes;
import org.meseta.master.why.Remedies;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.FrameworkID;

/** Asks the allocator why frameworks are not offered anything. */
public final class WhyCall {
  /** Of one role; more are of no use to anybody who reads. */
  private static final int MOST_FRAMEWORKS = 20;

  private final Desk desk;
  private boolean busy;

  public WhyCall(Desk desk) {
    this.desk = desk;
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
        : all(framework.roles().stream().sorted().map(role -> new Pair(framework, role)).toList());
  }

  /** About the frameworks of a role; completes on the loop. */
  public CompletionStage<List<Explanation>> role(String role) {
    return all(
        desk.ledger().snapshot().frameworks().values().stream()
            .filter(framework -> framework.roles().contains(role))
            .sorted(Comparator.comparing(framework -> framework.id().getValue()))
            .limit(MOST_FRAMEWORKS)
            .map(framework -> new Pair(framework, role))
            .toList());
  }

  private record Pair(Framework framework, String role) {}

  /** One question after the other, so that the allocator gets to its work between them. */
  private CompletionStage<List<Explanation>> all(List<Pair> pairs) {
    if (busy) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("another such question is being answered: ask again"));
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
                  .explain(framework, role, cluster.agents().size(), obstacles);
            });
  }
}
