package org.meseta.itests.benchmarks;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.http.client.WireFormat;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/**
 * A framework that wants no offers and asks again and again what has become of tasks that it never
 * had; each is answered by an event. One that is deaf does not read the answers and subscribes anew
 * when it is cut off for that. Lives on its reactor.
 */
final class Pest implements SchedulerWires.Listener {
  private static final Duration TICK = Duration.ofMillis(10);

  /** Of calls that are not answered yet; more are not sent. */
  private static final int MOST_WAITING = 10_000;

  private final Bench bench;
  private final String name;
  private final int callsPerTick;
  private final int tasksPerCall;
  private final boolean deaf;
  private final CompletableFuture<@Nullable Void> subscribed = new CompletableFuture<>();
  private SchedulerWires master;
  private boolean over;
  private int waiting;
  private int accepted;
  private int cutOff;

  /**
   * @param callsPerTick every 10 ms; 0 to do nothing but be there
   * @param tasksPerCall asked about
   * @param deaf whether events are not read
   */
  Pest(Bench bench, String name, int callsPerTick, int tasksPerCall, boolean deaf) {
    this.bench = bench;
    this.name = name;
    this.callsPerTick = callsPerTick;
    this.tasksPerCall = tasksPerCall;
    this.deaf = deaf;
    this.master = new SchedulerWires(bench, WireFormat.PROTOBUF, this);
  }

  /** Completes when it is subscribed for the first time. */
  CompletionStage<@Nullable Void> start() {
    master.subscribe(
        Call.Subscribe.newBuilder()
            .setFrameworkInfo(SchedulerWires.framework(name))
            .addSuppressedRoles("*"));
    return subscribed;
  }

  /** Ends it. From any thread. */
  void end() {
    bench
        .reactor()
        .execute(
            () -> {
              over = true;
              master.call(Call.newBuilder().setType(Call.Type.TEARDOWN), master::close);
            });
  }

  /** Calls that the master has accepted. */
  int accepted() {
    return accepted;
  }

  /** How often the master has ended the stream. */
  int cutOff() {
    return cutOff;
  }

  @Override
  public void event(Event event) {
    if (event.getType() == Event.Type.SUBSCRIBED) {
      subscribed.complete(null);
      if (deaf) {
        master.turnDeaf();
      }
      if (callsPerTick > 0) {
        tick(master);
      }
    }
  }

  private void tick(SchedulerWires to) {
    if (over || to != master) {
      return;
    }
    for (int i = 0; i < callsPerTick && waiting < MOST_WAITING; i++) {
      waiting++;
      to.call(question(), this::answered);
    }
    bench.reactor().schedule(TICK, () -> tick(to));
  }

  private Call.Builder question() {
    Call.Builder call = Call.newBuilder().setType(Call.Type.RECONCILE);
    for (int i = 0; i < tasksPerCall; i++) {
      call.getReconcileBuilder().addTasksBuilder().getTaskIdBuilder().setValue("unknown-" + i);
    }
    return call;
  }

  private void answered() {
    waiting--;
    accepted++;
  }

  @Override
  public void closed(String reason) {
    subscribed.completeExceptionally(new IllegalStateException(name + ": " + reason));
    if (!over && deaf) {
      cutOff++;
      waiting = 0;
      SchedulerWires ended = master;
      master = new SchedulerWires(bench, WireFormat.PROTOBUF, this);
      ended.close();
      var unused = start();
    }
  }
}
