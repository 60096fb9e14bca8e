package org.meseta.master.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meseta.master.registry.proto.AbsentAgent;
import org.meseta.master.registry.proto.AdmittedAgent;
import org.meseta.master.registry.proto.Agents;
import org.meseta.master.registry.proto.Change;
import org.meseta.master.registry.proto.Quotas;
import org.meseta.master.registry.proto.Weights;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Metrics.Timing;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.WeightInfo;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.runtime.Durations;
import org.meseta.runtime.EventLoop;
import org.meseta.storage.StateLog;

/**
 * Keeps it in a log, which leads already. Operations that come while others are being written are
 * written together. When one fails, or none makes any headway for too long, the master is told to
 * end. Belongs to the master's loop.
 */
public final class LogRegistry implements Registry {
  private final EventLoop loop;
  private final StateLog log;
  private final Registered registered;
  private final Duration patience;
  private final Consumer<String> failed;

  private final Timing stored;

  private volatile int underWay;
  private boolean watching;
  private long headway;
  private boolean over;

  /**
   * @param registered the log's state
   * @param patience how long the log may take for what is under way
   * @param metrics has the figures of the registry for as long as the process lives
   * @param failed is told at most once, on the loop, why the master has to end
   */
  public LogRegistry(
      EventLoop loop,
      StateLog log,
      Registered registered,
      Duration patience,
      Metrics metrics,
      Consumer<String> failed) {
    this.loop = loop;
    this.log = log;
    this.registered = registered;
    this.patience = patience;
    this.failed = failed;
    this.stored = metrics.timing("registrar/state_store_ms");
    metrics.gauge("registrar/queued_operations", () -> underWay);
    metrics.gauge("registrar/registry_size_bytes", registered::size);
  }

  @Override
  public Remembered remembered() {
    return registered.remembered();
  }

  @Override
  public boolean isComplete() {
    return true;
  }

  @Override
  public CompletionStage<@Nullable Void> lead(MasterInfo master) {
    return write(change().setMaster(master));
  }

  @Override
  public CompletionStage<@Nullable Void> admit(AgentInfo agent) {
    return write(
        change()
            .setAdmit(
                AdmittedAgent.newBuilder().setId(agent.getId()).setInfo(agent.toByteString())));
  }

  @Override
  public CompletionStage<@Nullable Void> markUnreachable(AgentID agent, Instant since) {
    return write(change().setUnreachable(absent(agent, since)));
  }

  @Override
  public CompletionStage<@Nullable Void> markGone(AgentID agent, Instant since) {
    return write(change().setGone(absent(agent, since)));
  }

  @Override
  public CompletionStage<@Nullable Void> deactivate(AgentID agent) {
    return write(change().setDeactivate(agent));
  }

  @Override
  public CompletionStage<@Nullable Void> reactivate(AgentID agent) {
    return write(change().setReactivate(agent));
  }

  @Override
  public CompletionStage<@Nullable Void> forget(Set<AgentID> agents) {
    return write(change().setForget(Agents.newBuilder().addAllIds(agents)));
  }

  @Override
  public CompletionStage<@Nullable Void> remove(AgentID agent) {
    return write(change().setRemove(agent));
  }

  @Override
  public CompletionStage<@Nullable Void> weigh(Map<String, Double> weights) {
    Weights.Builder all = Weights.newBuilder();
    weights.forEach(
        (role, weight) -> all.addWeights(WeightInfo.newBuilder().setRole(role).setWeight(weight)));
    return write(change().setWeights(all));
  }

  @Override
  public CompletionStage<@Nullable Void> limit(List<QuotaConfig> quotas) {
    return write(change().setQuotas(Quotas.newBuilder().addAllQuotas(quotas)));
  }

  private static Change.Builder change() {
    return Change.newBuilder().setVersion(Registered.VERSION);
  }

  private static AbsentAgent.Builder absent(AgentID agent, Instant since) {
    return AbsentAgent.newBuilder().setId(agent).setSince(Registered.time(since));
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written on the loop only
  private CompletionStage<@Nullable Void> write(Change.Builder change) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    long begun = loop.clock().nanoTime();
    // A change that is too large is refused here, and then none is under way.
    var appended = log.append(change.build().toByteArray());
    underWay++;
    headway = underWay == 1 ? begun : headway;
    watch();
    appended.whenComplete((written, failure) -> loop.execute(() -> written(done, begun, failure)));
    return done;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written on the loop only
  private void written(
      CompletableFuture<@Nullable Void> done, long begun, @Nullable Throwable failure) {
    underWay--;
    headway = loop.clock().nanoTime();
    stored.record(Duration.ofNanos(headway - begun));
    if (failure == null) {
      done.complete(null);
    } else {
      done.completeExceptionally(failure);
      fail("The registry cannot be written: " + reason(failure));
    }
  }

  private void fail(String why) {
    if (!over) {
      over = true;
      failed.accept(why);
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure.toString() : failure.getMessage() + ": " + reason(cause);
  }

  private void watch() {
    if (!watching) {
      watching = true;
      loop.timers().schedule(left(), this::look);
    }
  }

  private Duration left() {
    return patience.minusNanos(loop.clock().nanoTime() - headway);
  }

  private void look() {
    watching = false;
    if (underWay > 0 && left().compareTo(Duration.ZERO) <= 0) {
      fail(
          "The registry could not be written within --registry_store_timeout of "
              + Durations.format(patience));
    } else if (underWay > 0) {
      watch();
    }
  }
}
