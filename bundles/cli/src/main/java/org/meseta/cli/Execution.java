package org.meseta.cli;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.http.client.SchedulerConnection;
import org.meseta.http.client.SchedulerOptions;
import org.meseta.http.client.WebClient;
import org.meseta.http.client.WebException;
import org.meseta.http.client.WireFormat;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.resources.Resources;
import org.meseta.runtime.EventLoop;

/** A framework with a single task, from subscription to teardown. Lives on its loop. */
final class Execution {
  static final int FINISHED = 0;
  static final int ENDED_OTHERWISE = 1;
  static final int COULD_NOT_RUN = 2;

  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration HINT = Duration.ofSeconds(3);

  /**
   * What is to be done.
   *
   * @param task without the agent
   * @param needed as in the task, but not allocated to a role
   * @param timeout how long to look for a master
   * @param killAfter so long after the task began to run
   */
  record Plan(
      URI master,
      FrameworkInfo framework,
      TaskInfo.Builder task,
      Resources needed,
      WireFormat format,
      Duration timeout,
      Optional<Duration> killAfter) {}

  private final EventLoop loop;
  private final WebClient client;
  private final Plan plan;
  private final Report report;
  private final Shortage shortage;
  private final CompletableFuture<Integer> status = new CompletableFuture<>();
  private final long deadline;
  private @Nullable SchedulerConnection connection;
  private boolean subscribed;
  private boolean launched;
  private boolean ended;

  Execution(EventLoop loop, WebClient client, Plan plan, PrintStream out) {
    this.loop = loop;
    this.client = client;
    this.plan = plan;
    this.report = new Report(out, loop.clock());
    this.shortage = new Shortage(plan.needed());
    this.deadline = loop.clock().nanoTime() + plan.timeout().toNanos();
  }

  /** Begins; completes with the exit status. */
  CompletionStage<Integer> start() {
    loop.execute(this::connect);
    return status;
  }

  /** Ends the task and the framework unless that has happened. Completes when the master knows. */
  CompletionStage<@Nullable Void> abandon() {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          if (ended || connection == null || !subscribed) {
            done.complete(null);
          } else {
            ended = true;
            report.say("Interrupted: ends the task");
            tearDown(connection).whenComplete((v, failure) -> done.complete(null));
          }
        });
    return done;
  }

  private void connect() {
    Call.Subscribe subscribe =
        Call.Subscribe.newBuilder().setFrameworkInfo(plan.framework()).build();
    SchedulerOptions defaults = SchedulerOptions.DEFAULT;
    SchedulerOptions options =
        new SchedulerOptions(plan.format(), Map.of(), defaults.timeout(), defaults.heartbeats());
    connection =
        SchedulerConnection.subscribe(client, plan.master(), subscribe, options, new OnLoop());
  }

  private final class OnLoop implements SchedulerConnection.Listener {
    @Override
    public void event(Event event) {
      loop.execute(() -> handle(event));
    }

    @Override
    public void closed(WebException why) {
      loop.execute(() -> lost(why));
    }
  }

  private void lost(WebException why) {
    if (ended) {
      return;
    }
    if (subscribed) {
      end(COULD_NOT_RUN, "Lost the master: " + why.getMessage());
    } else if (mayComeYet(why) && loop.clock().nanoTime() < deadline) {
      report.sayOnce("No master yet: " + why.getMessage());
      loop.timers().schedule(RETRY, this::connect);
    } else {
      end(COULD_NOT_RUN, "No master at " + plan.master().getAuthority() + ": " + why.getMessage());
    }
  }

  /** Nobody there, or nobody who leads. */
  private static boolean mayComeYet(WebException why) {
    return why.status() == 0 || why.status() == 503 || why.status() == 307;
  }

  private void handle(Event event) {
    if (ended) {
      return;
    }
    switch (event.getType()) {
      case SUBSCRIBED -> subscribed(event.getSubscribed());
      case OFFERS -> event.getOffers().getOffersList().forEach(this::offered);
      case UPDATE -> updated(event.getUpdate().getStatus());
      case FAILURE -> failed(event.getFailure());
      case ERROR -> end(COULD_NOT_RUN, "The master says: " + event.getError().getMessage());
      default -> {
        // heartbeats, and offers taken back: other offers come
      }
    }
  }

  private void subscribed(Event.Subscribed event) {
    subscribed = true;
    report.say("Framework " + event.getFrameworkId().getValue() + " at " + connected().master());
    String id = event.getFrameworkId().getValue();
    loop.timers().schedule(HINT, () -> hint(id));
  }

  private void hint(String framework) {
    if (!launched && !ended) {
      report.say(shortage.explain(framework));
      loop.timers().schedule(HINT, () -> hint(framework));
    }
  }

  private void offered(Offer offer) {
    Resources resources = Resources.of(offer.getResourcesList()).unallocated();
    if (launched) {
      call(Calls.decline(offer));
    } else if (resources.contains(plan.needed())) {
      launched = true;
      call(Calls.launch(offer, plan.task()));
      call(Call.newBuilder().setType(Call.Type.SUPPRESS));
    } else {
      shortage.declined(offer, resources);
      call(Calls.decline(offer));
    }
  }

  private void updated(TaskStatus update) {
    report.state(update);
    if (!update.getUuid().isEmpty()) {
      call(Calls.acknowledge(update));
    }
    if (TaskStates.isTerminal(update.getState())) {
      boolean finished = update.getState() == TaskState.TASK_FINISHED;
      end(finished ? FINISHED : ENDED_OTHERWISE, "");
    } else if (update.getState() == TaskState.TASK_RUNNING) {
      plan.killAfter().ifPresent(span -> loop.timers().schedule(span, () -> kill(span)));
    }
  }

  private void kill(Duration ranFor) {
    if (!ended) {
      report.say("Kills the task, which has run for " + ranFor.toMillis() / 1000.0 + " s");
      call(Calls.kill(plan.task().getTaskId()));
    }
  }

  private void failed(Event.Failure failure) {
    if (!failure.hasExecutorId()) {
      report.say("Lost agent " + failure.getAgentId().getValue());
    }
  }

  private void end(int exitStatus, String message) {
    ended = true;
    if (!message.isEmpty()) {
      report.say(message);
    }
    if (!subscribed) {
      status.complete(exitStatus);
      return;
    }
    tearDown(connected()).whenComplete((done, failure) -> status.complete(exitStatus));
  }

  private CompletionStage<@Nullable Void> tearDown(SchedulerConnection at) {
    return at.call(Call.newBuilder().setType(Call.Type.TEARDOWN));
  }

  private void call(Call.Builder call) {
    connected()
        .call(call)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                loop.execute(() -> refused(failure));
              }
            });
  }

  private void refused(Throwable failure) {
    if (!ended) {
      end(COULD_NOT_RUN, "The master did not take a call: " + failure.getMessage());
    }
  }

  private SchedulerConnection connected() {
    if (connection == null) {
      throw new IllegalStateException("not connected");
    }
    return connection;
  }
}
