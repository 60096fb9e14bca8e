package org.meseta.itests.benchmarks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/**
 * A framework that carries out a {@link Load} with as little effort of its own as a scheduler can
 * have, and does what a good one does: it keeps the offers that it will need soon and declines the
 * others, launches as many tasks on an offer as the load says, acknowledges each update, calls
 * without waiting for answers to earlier calls, and revives when it has no offers left. Lives on
 * its reactor.
 */
final class SimulatedScheduler implements SchedulerWires.Listener {
  private static final List<Resource> NEEDED = Load.NEEDED.allocatedTo("*").toList();

  private final Bench bench;
  private final Load load;
  private final SchedulerWires master;
  private final Map<String, Long> accepted = new HashMap<>();
  private final List<Double> toRunning = new ArrayList<>();
  private final Deque<Offer> kept = new ArrayDeque<>();
  private final CompletableFuture<LoadResult> done = new CompletableFuture<>();
  private @Nullable CompletableFuture<@Nullable Void> ended;
  private boolean waiting;
  private int launched;
  private int arrived;
  private int failed;
  private int acknowledged;
  private long start;

  SimulatedScheduler(Bench bench, Load load) {
    this.bench = bench;
    this.load = load;
    this.master = new SchedulerWires(bench, load.format(), this);
  }

  /** Completes when all tasks are at their goal and that is acknowledged. */
  CompletionStage<LoadResult> start() {
    master.subscribe(
        Call.Subscribe.newBuilder().setFrameworkInfo(SchedulerWires.framework(load.framework())));
    return done;
  }

  @Override
  public void event(Event event) {
    switch (event.getType()) {
      case OFFERS -> offered(event.getOffers().getOffersList());
      case RESCIND -> kept.removeIf(o -> o.getId().equals(event.getRescind().getOfferId()));
      case UPDATE -> updated(event.getUpdate().getStatus());
      case ERROR -> fail(event.getError().getMessage());
      default -> {
        // nothing to measure
      }
    }
  }

  private void offered(List<Offer> offers) {
    waiting = false;
    kept.addAll(offers);
    launch();
    int wanted = Math.min(load.tasks() - launched, 2 * load.inFlight());
    Call.Decline.Builder declined = Call.Decline.newBuilder();
    while (kept.size() * load.perOffer() > wanted + load.perOffer()
        || (wanted == 0 && !kept.isEmpty())) {
      declined.addOfferIds(kept.removeLast().getId());
    }
    if (declined.getOfferIdsCount() > 0) {
      master.call(Call.newBuilder().setType(Call.Type.DECLINE).setDecline(declined));
    }
  }

  /** Launches what it may, with what it has. */
  private void launch() {
    int room = room();
    while (room > 0 && !kept.isEmpty()) {
      if (room < load.batch() && launched + room < load.tasks()) {
        return; // a call for some tasks together
      }
      accept(kept.removeFirst(), room);
      room = room();
    }
    if (room > 0 && !waiting) {
      waiting = true;
      master.call(Call.newBuilder().setType(Call.Type.REVIVE));
    }
  }

  private int room() {
    return Math.min(load.tasks() - launched, load.inFlight() - (launched - arrived));
  }

  private void accept(Offer offer, int room) {
    int count = Math.min(Math.min(room, load.perOffer()), fitting(offer));
    Call.Accept.Builder accept = Call.Accept.newBuilder().addOfferIds(offer.getId());
    Offer.Operation.Launch.Builder tasks =
        accept.addOperationsBuilder().setType(Offer.Operation.Type.LAUNCH).getLaunchBuilder();
    long now = bench.now();
    start = launched == 0 ? now : start;
    for (int i = 0; i < count; i++) {
      String name = "task-" + launched++;
      accepted.put(name, now);
      TaskInfo.Builder task = tasks.addTaskInfosBuilder();
      task.setName(name).setAgentId(offer.getAgentId()).addAllResources(NEEDED);
      task.getTaskIdBuilder().setValue(name);
      task.getCommandBuilder().setValue(load.command());
    }
    accept.getFiltersBuilder().setRefuseSeconds(0);
    master.call(Call.newBuilder().setType(Call.Type.ACCEPT).setAccept(accept));
  }

  private static int fitting(Offer offer) {
    double cpus = 0;
    double mem = 0;
    for (Resource resource : offer.getResourcesList()) {
      cpus += resource.getName().equals("cpus") ? resource.getScalar().getValue() : 0;
      mem += resource.getName().equals("mem") ? resource.getScalar().getValue() : 0;
    }
    return (int) Math.min(cpus / Load.CPUS + 1e-6, mem / Load.MEM);
  }

  private void updated(TaskStatus update) {
    String task = update.getTaskId().getValue();
    TaskState state = update.getState();
    if (state == TaskState.TASK_RUNNING) {
      toRunning.add((bench.now() - accepted.getOrDefault(task, start)) / 1e6);
    }
    boolean asWanted = state == (load.stay() ? TaskState.TASK_RUNNING : TaskState.TASK_FINISHED);
    boolean goal = (asWanted || isBad(state)) && accepted.remove(task) != null;
    arrived += goal ? 1 : 0;
    if (isBad(state)) {
      failed++;
      Bench.say(task + " " + state + " " + update.getMessage());
    }
    acknowledge(update, goal ? this::acknowledged : () -> {});
    launch();
  }

  private static boolean isBad(TaskState state) {
    return switch (state) {
      case TASK_STARTING, TASK_RUNNING, TASK_FINISHED -> false;
      default -> true;
    };
  }

  private void acknowledge(TaskStatus update, Runnable accepted) {
    if (update.getUuid().isEmpty()) {
      accepted.run();
      return;
    }
    Call.Builder call = Call.newBuilder().setType(Call.Type.ACKNOWLEDGE);
    call.getAcknowledgeBuilder()
        .setAgentId(update.getAgentId())
        .setTaskId(update.getTaskId())
        .setUuid(update.getUuid());
    master.call(call, accepted);
  }

  private void acknowledged() {
    if (++acknowledged == load.tasks()) {
      LoadResult result =
          new LoadResult(failed, (bench.now() - start) / 1e9, List.copyOf(toRunning));
      master.call(Call.newBuilder().setType(Call.Type.SUPPRESS));
      done.complete(result);
    }
  }

  /** Ends the framework and all of its tasks. */
  CompletionStage<@Nullable Void> tearDown() {
    CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    bench
        .reactor()
        .execute(
            () -> {
              ended = over;
              master.call(Call.newBuilder().setType(Call.Type.TEARDOWN), () -> over.complete(null));
            });
    return over;
  }

  @Override
  public void closed(String reason) {
    fail(reason);
  }

  private void fail(String why) {
    if (ended != null) {
      ended.complete(null);
    } else {
      done.completeExceptionally(new IllegalStateException(load.framework() + ": " + why));
    }
  }
}
