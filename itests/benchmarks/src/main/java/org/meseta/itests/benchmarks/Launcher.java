package org.meseta.itests.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.http.client.SchedulerConnection;
import org.meseta.http.client.SchedulerOptions;
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

/** A framework that keeps so many tasks in flight. Lives on its loop. */
final class Launcher {
  private static final Resources NEEDED = Resources.parse("cpus:0.1;mem:32", "*");
  private static final Duration RETRY = Duration.ofMillis(200);

  private final EventLoop loop;
  private final WebClient client;
  private final int tasks;
  private final int inFlight;
  private final Map<String, Long> accepted = new HashMap<>();
  private final List<Double> toRunning = new ArrayList<>();
  private final CompletableFuture<Result> done = new CompletableFuture<>();
  private @Nullable SchedulerConnection master;
  private boolean subscribed;
  private boolean revived;
  private int launched;
  private int ended;
  private int failed;
  private int acknowledged;
  private boolean over;
  private long start;

  Launcher(EventLoop loop, WebClient client, int tasks, int inFlight) {
    this.loop = loop;
    this.client = client;
    this.tasks = tasks;
    this.inFlight = inFlight;
  }

  /**
   * What was measured.
   *
   * @param seconds from the first ACCEPT until the last terminal update was acknowledged
   * @param toRunning milliseconds from ACCEPT to the RUNNING update, sorted
   */
  record Result(int tasks, int inFlight, int failed, double seconds, List<Double> toRunning) {

    String json() {
      return String.format(
          Locale.ROOT,
          "{\"benchmark\":\"launch_rate\",\"tasks\":%d,\"in_flight\":%d,\"failed_tasks\":%d,"
              + "\"total_seconds\":%.3f,\"tasks_per_second\":%.1f,"
              + "\"accept_to_running_p50_ms\":%.2f,\"accept_to_running_p99_ms\":%.2f}",
          tasks,
          inFlight,
          failed,
          seconds,
          tasks / seconds,
          percentile(0.50),
          percentile(0.99));
    }

    private double percentile(double part) {
      if (toRunning.isEmpty()) {
        return 0;
      }
      int rank = (int) Math.ceil(part * toRunning.size());
      return toRunning.get(Math.max(0, rank - 1));
    }
  }

  CompletionStage<Result> start(URI address) {
    loop.execute(() -> connect(address));
    return done;
  }

  private void connect(URI address) {
    FrameworkInfo.Builder framework =
        FrameworkInfo.newBuilder()
            .setName("launch-rate")
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
            SchedulerOptions.DEFAULT,
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
      case OFFERS -> event.getOffers().getOffersList().forEach(this::offered);
      case UPDATE -> updated(event.getUpdate().getStatus());
      case ERROR -> fail(event.getError().getMessage());
      default -> {
        // nothing to measure
      }
    }
  }

  private void offered(Offer offer) {
    revived = false;
    Resources left = Resources.of(offer.getResourcesList()).unallocated();
    Call.Accept.Builder accept = Call.Accept.newBuilder().addOfferIds(offer.getId());
    List<TaskInfo> batch = new ArrayList<>();
    while (wanted() && left.contains(NEEDED)) {
      left = left.minus(NEEDED);
      batch.add(next(offer));
    }
    if (!batch.isEmpty()) {
      accept
          .addOperationsBuilder()
          .setType(Offer.Operation.Type.LAUNCH)
          .getLaunchBuilder()
          .addAllTaskInfos(batch);
    }
    accept.getFiltersBuilder().setRefuseSeconds(0);
    call(Call.newBuilder().setType(Call.Type.ACCEPT).setAccept(accept));
    wantMore();
  }

  private boolean wanted() {
    return launched < tasks && launched - ended < inFlight;
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
    task.getCommandBuilder().setValue("true");
    return task.addAllResources(NEEDED.allocatedTo("*").toList()).build();
  }

  private void updated(TaskStatus update) {
    boolean terminal = isTerminal(update.getState());
    if (update.getState() == TaskState.TASK_RUNNING) {
      toRunning.add(millisSince(accepted.getOrDefault(update.getTaskId().getValue(), start)));
    }
    if (terminal) {
      ended++;
      failed += update.getState() == TaskState.TASK_FINISHED ? 0 : 1;
      progress(update);
    }
    acknowledge(update)
        .whenComplete((v, failure) -> loop.execute(() -> acknowledged(terminal, failure)));
    wantMore();
  }

  private static boolean isTerminal(TaskState state) {
    return switch (state) {
      case TASK_STAGING, TASK_STARTING, TASK_RUNNING, TASK_KILLING, TASK_UNREACHABLE -> false;
      default -> true;
    };
  }

  private void progress(TaskStatus update) {
    if (update.getState() != TaskState.TASK_FINISHED) {
      System.err.println(
          update.getTaskId().getValue() + " " + update.getState() + " " + update.getMessage());
    } else if (ended % 50 == 0) {
      System.err.println(ended + " of " + tasks + " tasks ended");
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

  private void acknowledged(boolean terminal, @Nullable Throwable failure) {
    if (failure != null) {
      fail(String.valueOf(failure.getMessage()));
    } else if (terminal && ++acknowledged == tasks) {
      over = true;
      toRunning.sort(null);
      Result result = new Result(tasks, inFlight, failed, millisSince(start) / 1000, toRunning);
      connected()
          .call(Call.newBuilder().setType(Call.Type.TEARDOWN))
          .whenComplete((v, ignored) -> done.complete(result));
    }
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
