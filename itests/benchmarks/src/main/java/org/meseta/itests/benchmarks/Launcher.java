package org.meseta.itests.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.http.client.SchedulerConnection;
import org.meseta.http.client.WebClient;
import org.meseta.http.client.WebException;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.resources.Resources;
import org.meseta.runtime.EventLoop;

/** A framework that carries out a {@link Load}. Lives on its loop. */
final class Launcher {
  private static final Duration RETRY = Duration.ofMillis(200);

  private final EventLoop loop;
  private final WebClient client;
  private final Load load;
  private final Map<String, Long> accepted = new HashMap<>();
  private final List<Double> toRunning = new ArrayList<>();
  private final CompletableFuture<Result> done = new CompletableFuture<>();
  private @Nullable SchedulerConnection master;
  private boolean subscribed;
  private boolean revived;
  private int launched;
  private int arrived;
  private int failed;
  private int acknowledged;
  private boolean over;
  private long start;

  Launcher(EventLoop loop, WebClient client, Load load) {
    this.loop = loop;
    this.client = client;
    this.load = load;
  }

  /**
   * What was measured.
   *
   * @param failed tasks that did not come to their goal
   * @param seconds from the first ACCEPT until the last task's goal was acknowledged
   * @param toRunning milliseconds from ACCEPT to the RUNNING update
   */
  record Result(int failed, double seconds, List<Double> toRunning) {}

  CompletionStage<Result> start(URI address) {
    loop.execute(() -> connect(address));
    return done;
  }

  private void connect(URI address) {
    FrameworkInfo.Builder framework =
        FrameworkInfo.newBuilder()
            .setName(load.framework())
            .setUser(System.getProperty("user.name"))
            .addRoles("*");
    framework.addCapabilitiesBuilder().setType(FrameworkInfo.Capability.Type.MULTI_ROLE);
    framework
        .addCapabilitiesBuilder()
        .setType(FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT);
    master =
        SchedulerConnection.subscribe(
            client,
            address,
            Call.Subscribe.newBuilder().setFrameworkInfo(framework).build(),
            load.options(),
            new SchedulerConnection.Listener() {
              @Override
              public void event(Event event) {
                loop.execute(() -> handle(event));
              }

              @Override
              public void closed(WebException why) {
                loop.execute(() -> lost(address, why));
              }
            });
  }

  /** The cluster may still be starting. */
  private void lost(URI address, WebException why) {
    if (over) {
      return; // our own teardown ended it
    }
    if (subscribed) {
      done.completeExceptionally(why);
    } else {
      loop.timers().schedule(RETRY, () -> connect(address));
    }
  }

  private void handle(Event event) {
    switch (event.getType()) {
      case SUBSCRIBED -> subscribed = true;
      case OFFERS -> offered(event.getOffers().getOffersList());
      case UPDATE -> updated(event.getUpdate().getStatus());
      case ERROR -> fail(event.getError().getMessage());
      default -> {
        // nothing to measure
      }
    }
  }

  private void offered(List<Offer> offers) {
    revived = false;
    Call.Decline.Builder declined = Call.Decline.newBuilder();
    for (Offer offer : offers) {
      List<TaskInfo> batch = batch(offer);
      if (batch.isEmpty()) {
        declined.addOfferIds(offer.getId());
      } else {
        accept(offer, batch);
      }
    }
    if (declined.getOfferIdsCount() > 0) {
      declined.getFiltersBuilder().setRefuseSeconds(0);
      call(Call.newBuilder().setType(Call.Type.DECLINE).setDecline(declined));
    }
    wantMore();
  }

  private List<TaskInfo> batch(Offer offer) {
    Resources left = Resources.of(offer.getResourcesList()).unallocated();
    List<TaskInfo> batch = new ArrayList<>();
    while (wanted() && batch.size() < load.perOffer() && left.contains(Load.NEEDED)) {
      left = left.minus(Load.NEEDED);
      batch.add(next(offer));
    }
    return batch;
  }

  private void accept(Offer offer, List<TaskInfo> batch) {
    Call.Accept.Builder accept = Call.Accept.newBuilder().addOfferIds(offer.getId());
    accept
        .addOperationsBuilder()
        .setType(Offer.Operation.Type.LAUNCH)
        .getLaunchBuilder()
        .addAllTaskInfos(batch);
    accept.getFiltersBuilder().setRefuseSeconds(0);
    call(Call.newBuilder().setType(Call.Type.ACCEPT).setAccept(accept));
  }

  private boolean wanted() {
    return launched < load.tasks() && launched - arrived < load.inFlight();
  }

  /** Allocations are batched; reviving asks for one now, as schedulers in a hurry do. */
  private void wantMore() {
    if (wanted() && !revived) {
      revived = true;
      call(Call.newBuilder().setType(Call.Type.REVIVE));
    }
  }

  private TaskInfo next(Offer offer) {
    String id = "task-" + launched++;
    long now = loop.clock().nanoTime();
    if (accepted.isEmpty()) {
      start = now;
    }
    accepted.put(id, now);
    TaskInfo.Builder task = TaskInfo.newBuilder().setName(id).setAgentId(offer.getAgentId());
    task.getTaskIdBuilder().setValue(id);
    task.getCommandBuilder().setValue(load.command());
    return task.addAllResources(Load.NEEDED.allocatedTo("*").toList()).build();
  }

  private void updated(TaskStatus update) {
    boolean terminal = isTerminal(update.getState());
    boolean running = update.getState() == TaskState.TASK_RUNNING;
    if (running) {
      toRunning.add(millisSince(accepted.getOrDefault(update.getTaskId().getValue(), start)));
    }
    boolean goal = terminal || (running && load.stay());
    if (goal) {
      arrived++;
      progress(update, goal(update.getState()));
    }
    acknowledge(update)
        .whenComplete((v, failure) -> loop.execute(() -> acknowledged(goal, failure)));
    wantMore();
  }

  private boolean goal(TaskState state) {
    return state == (load.stay() ? TaskState.TASK_RUNNING : TaskState.TASK_FINISHED);
  }

  private static boolean isTerminal(TaskState state) {
    return switch (state) {
      case TASK_STAGING, TASK_STARTING, TASK_RUNNING, TASK_KILLING, TASK_UNREACHABLE -> false;
      default -> true;
    };
  }

  private void progress(TaskStatus update, boolean asWanted) {
    if (!asWanted) {
      failed++;
      Bench.say(
          update.getTaskId().getValue() + " " + update.getState() + " " + update.getMessage());
    } else if (arrived % Math.max(50, load.tasks() / 10) == 0) {
      Bench.say(load.framework() + ": " + arrived + " of " + load.tasks() + " tasks");
    }
  }

  private CompletionStage<@Nullable Void> acknowledge(TaskStatus update) {
    if (update.getUuid().isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    Call.Acknowledge.Builder acknowledge =
        Call.Acknowledge.newBuilder()
            .setAgentId(update.getAgentId())
            .setTaskId(update.getTaskId())
            .setUuid(update.getUuid());
    return connected()
        .call(Call.newBuilder().setType(Call.Type.ACKNOWLEDGE).setAcknowledge(acknowledge));
  }

  private void acknowledged(boolean goal, @Nullable Throwable failure) {
    if (failure != null) {
      fail(String.valueOf(failure.getMessage()));
    } else if (goal && ++acknowledged == load.tasks()) {
      Result result = new Result(failed, millisSince(start) / 1000, toRunning);
      if (load.stay()) {
        call(Call.newBuilder().setType(Call.Type.SUPPRESS));
        done.complete(result);
      } else {
        tearDown().whenComplete((v, ignored) -> done.complete(result));
      }
    }
  }

  /** Ends the framework and all of its tasks. */
  CompletionStage<@Nullable Void> tearDown() {
    over = true;
    return connected().call(Call.newBuilder().setType(Call.Type.TEARDOWN));
  }

  private double millisSince(long nanos) {
    return (loop.clock().nanoTime() - nanos) / 1e6;
  }

  private void call(Call.Builder call) {
    connected()
        .call(call)
        .whenComplete(
            (v, failure) -> {
              if (failure != null) {
                loop.execute(() -> fail(String.valueOf(failure.getMessage())));
              }
            });
  }

  private void fail(String why) {
    done.completeExceptionally(new IllegalStateException(why));
  }

  private SchedulerConnection connected() {
    if (master == null) {
      throw new IllegalStateException("not connected");
    }
    return master;
  }
}
