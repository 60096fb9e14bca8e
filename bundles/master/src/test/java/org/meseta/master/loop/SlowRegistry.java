package org.meseta.master.loop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.master.registry.Registry;
import org.meseta.master.registry.Remembered;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.runtime.EventLoop;

/** Completes its operations when a test says so. */
final class SlowRegistry implements Registry {
  final EventLoop loop;
  final List<String> done = new ArrayList<>();
  private final List<Runnable> held = new ArrayList<>();
  private boolean slow;

  SlowRegistry(EventLoop loop) {
    this.loop = loop;
  }

  /** From now on operations wait. */
  void hold() {
    slow = true;
  }

  int waiting() {
    return held.size();
  }

  /** Completes what waits, and whatever comes from now on at once. */
  void release() {
    slow = false;
    List<Runnable> now = List.copyOf(held);
    held.clear();
    now.forEach(Runnable::run);
  }

  @Override
  public Remembered remembered() {
    return Remembered.NOTHING;
  }

  @Override
  public boolean isComplete() {
    return false;
  }

  @Override
  public CompletionStage<@Nullable Void> lead(MasterInfo master) {
    return operation("lead");
  }

  @Override
  public CompletionStage<@Nullable Void> weigh(Map<String, Double> weights) {
    return operation("weigh");
  }

  @Override
  public CompletionStage<@Nullable Void> limit(List<QuotaConfig> quotas) {
    return operation("limit");
  }

  @Override
  public CompletionStage<@Nullable Void> admit(AgentInfo agent) {
    return operation("admit");
  }

  @Override
  public CompletionStage<@Nullable Void> markUnreachable(AgentID agent, Instant since) {
    return operation("unreachable");
  }

  @Override
  public CompletionStage<@Nullable Void> markGone(AgentID agent, Instant since) {
    return operation("gone");
  }

  @Override
  public CompletionStage<@Nullable Void> deactivate(AgentID agent) {
    return operation("deactivate");
  }

  @Override
  public CompletionStage<@Nullable Void> reactivate(AgentID agent) {
    return operation("reactivate");
  }

  @Override
  public CompletionStage<@Nullable Void> forget(Set<AgentID> agents) {
    return operation("forget");
  }

  @Override
  public CompletionStage<@Nullable Void> remove(AgentID agent) {
    return operation("remove");
  }

  private CompletionStage<@Nullable Void> operation(String name) {
    CompletableFuture<@Nullable Void> stage = new CompletableFuture<>();
    Runnable completion =
        () ->
            loop.execute(
                () -> {
                  done.add(name);
                  stage.complete(null);
                });
    if (slow) {
      held.add(completion);
    } else {
      completion.run();
    }
    return stage;
  }
}
