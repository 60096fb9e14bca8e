package org.meseta.master.calls;

import java.util.ArrayList;
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

  public WhyCall(Desk desk) {
    this.desk = desk;
  }

  /**
   * About a framework in each of its roles; completes on the loop, with nothing if it is not known.
   */
  public CompletionStage<List<Explanation>> framework(FrameworkID id) {
    Framework framework = desk.ledger().snapshot().frameworks().get(id);
    return all(
        framework == null
            ? List.of()
            : framework.roles().stream().sorted().map(role -> explain(framework, role)).toList());
  }

  /** About all frameworks of a role; completes on the loop. */
  public CompletionStage<List<Explanation>> role(String role) {
    return all(
        desk.ledger().snapshot().frameworks().values().stream()
            .filter(framework -> framework.roles().contains(role))
            .limit(MOST_FRAMEWORKS)
            .map(framework -> explain(framework, role))
            .toList());
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

  private static CompletionStage<List<Explanation>> all(List<CompletionStage<Explanation>> stages) {
    CompletionStage<List<Explanation>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (CompletionStage<Explanation> stage : stages) {
      all =
          all.thenCombine(
              stage,
              (list, next) -> {
                list.add(next);
                return list;
              });
    }
    return all;
  }
}
