package org.meseta.master.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.runtime.EventLoop;

/** Keeps nothing longer than the master lives, which remembers all of it anyway. */
public final class InMemoryRegistry implements Registry {
  private final EventLoop loop;

  /**
   * @param loop where operations complete, after what waits there already
   */
  public InMemoryRegistry(EventLoop loop) {
    this.loop = loop;
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
    return later();
  }

  @Override
  public CompletionStage<@Nullable Void> admit(AgentInfo agent) {
    return later();
  }

  @Override
  public CompletionStage<@Nullable Void> markUnreachable(AgentID agent, Instant since) {
    return later();
  }

  @Override
  public CompletionStage<@Nullable Void> markGone(AgentID agent, Instant since) {
    return later();
  }

  @Override
  public CompletionStage<@Nullable Void> deactivate(AgentID agent) {
    return later();
  }

  @Override
  public CompletionStage<@Nullable Void> reactivate(AgentID agent) {
    return later();
  }

  @Override
  public CompletionStage<@Nullable Void> forget(Set<AgentID> agents) {
    return later();
  }

  @Override
  public CompletionStage<@Nullable Void> remove(AgentID agent) {
    return later();
  }

  @Override
  public CompletionStage<@Nullable Void> weigh(Map<String, Double> weights) {
    return later();
  }

  @Override
  public CompletionStage<@Nullable Void> limit(List<QuotaConfig> quotas) {
    return later();
  }

  private CompletionStage<@Nullable Void> later() {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    loop.execute(() -> done.complete(null));
    return done;
  }
}
