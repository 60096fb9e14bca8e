package org.meseta.examples.demo;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
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

/** The scheduler of the demo. Lives on its loop. */
public final class Demonstration {
  /** Exit status: each task ended as expected. */
  public static final int AS_EXPECTED = 0;

  /** Exit status: some task did not. */
  public static final int OTHERWISE = 1;

  /** Exit status: the cluster did not hold, or not in time. */
  public static final int CLUSTER_FAILED = 2;

  private static final Duration RETRY = Duration.ofMillis(200);
  private static final Duration PEEK = Duration.ofMillis(100);

  private final EventLoop loop;
  private final WebClient client;
  private final URI address;
  private final PrintStream out;
  private final long start;
  private final Queue<Scene> waiting = new ArrayDeque<>();
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
  private final Map<String, Sandbox> sandboxes = new HashMap<>();
  private final CompletableFuture<Integer> status = new CompletableFuture<>();
  private @Nullable SchedulerConnection master;
  private boolean subscribed;
  private boolean over;
  private int ended;
  private double firstFinished;

  /** Prepares a demonstration on the cluster of that master. */
  public Demonstration(EventLoop loop, WebClient client, URI address, PrintStream out) {
    this.loop = loop;
    this.client = client;
    this.address = address;
    this.out = out;
    this.start = loop.clock().nanoTime();
    for (Scene scene : Scenes.all()) {
      waiting.add(scene);
      outcomes.put(scene.id(), new Outcome(scene));
    }
  }

  /** Begins; completes with the exit status, at the latest after {@code timeout}. */
  public CompletionStage<Integer> start(Duration timeout) {
    loop.execute(this::connect);
    loop.timers().schedule(timeout, () -> fail("not done after " + timeout.toSeconds() + " s"));
    return status;
  }

  /** Tears the framework down unless it has ended. Completes when the master knows. */
  public CompletionStage<@Nullable Void> abandon() {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          if (over || !subscribed) {
            done.complete(null);
          } else {
            over = true;
            tearDown().whenComplete((v, failure) -> done.complete(null));
          }
        });
    return done;
  }

  private void connect() {
    if (over) {
      return;
    }
    FrameworkInfo.Builder framework =
        FrameworkInfo.newBuilder()
            .setName("meseta demo")
            .setUser(System.getProperty("user.name"))
            .addRoles("*");
    framework.addCapabilitiesBuilder().setType(FrameworkInfo.Capability.Type.MULTI_ROLE);
    framework
        .addCapabilitiesBuilder()
        .setType(FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT);
    Call.Subscribe subscribe = Call.Subscribe.newBuilder().setFrameworkInfo(framework).build();
    master =
        SchedulerConnection.subscribe(
            client, address, subscribe, SchedulerOptions.DEFAULT, new OnLoop());
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

  /** Before the subscription the cluster may still be starting; afterwards it must hold. */
  private void lost(WebException why) {
    if (subscribed) {
      fail("lost the master: " + why.getMessage());
    } else if (why.status() == 0 || why.status() >= 500) {
      loop.timers().schedule(RETRY, this::connect);
    } else {
      fail(String.valueOf(why.getMessage()));
    }
  }

  private void handle(Event event) {
    if (over) {
      return;
    }
    switch (event.getType()) {
      case SUBSCRIBED -> subscribed(event.getSubscribed());
      case OFFERS -> event.getOffers().getOffersList().forEach(this::offered);
      case UPDATE -> updated(event.getUpdate().getStatus());
      case FAILURE -> failed(event.getFailure());
      case ERROR -> fail("the master says: " + event.getError().getMessage());
      default -> {
        // heartbeats, and offers taken back
      }
    }
  }

  private void subscribed(Event.Subscribed event) {
    subscribed = true;
    say(
        "subscribed as "
            + event.getFrameworkId().getValue()
            + ", with "
            + waiting.size()
            + " tasks to run");
  }

  /** As many of the waiting tasks as fit; what is left of the offer comes back at once. */
  private void offered(Offer offer) {
    List<TaskInfo> tasks = new ArrayList<>();
    Resources left = Resources.of(offer.getResourcesList()).unallocated();
    for (Scene next = waiting.peek(); next != null && fits(next, left); next = waiting.peek()) {
      waiting.remove();
      left = left.minus(next.resources());
      tasks.add(placed(next, offer));
    }
    Call.Accept.Builder accept = Call.Accept.newBuilder().addOfferIds(offer.getId());
    if (!tasks.isEmpty()) {
      accept
          .addOperationsBuilder()
          .setType(Offer.Operation.Type.LAUNCH)
          .getLaunchBuilder()
          .addAllTaskInfos(tasks);
    }
    accept.getFiltersBuilder().setRefuseSeconds(waiting.isEmpty() ? 3600 : 0);
    call(Call.newBuilder().setType(Call.Type.ACCEPT).setAccept(accept));
  }

  /** One task asks for more than there can be: it is launched to see it refused. */
  private static boolean fits(Scene scene, Resources left) {
    return scene.state() == TaskState.TASK_ERROR || left.contains(scene.resources());
  }

  private TaskInfo placed(Scene scene, Offer offer) {
    String id = scene.id();
    sandboxes.put(id, new Sandbox(client, offer, connected().frameworkId(), id));
    outcome(id).placed(offer.getHostname());
    return scene.task(offer);
  }

  private void updated(TaskStatus update) {
    if (!update.getUuid().isEmpty()) {
      call(acknowledge(update));
    }
    Outcome outcome = outcomes.get(update.getTaskId().getValue());
    if (outcome == null || outcome.hasEnded()) {
      return;
    }
    switch (update.getState()) {
      case TASK_STAGING, TASK_STARTING, TASK_KILLING -> {
        // on its way
      }
      case TASK_RUNNING -> running(outcome);
      case TASK_LOST, TASK_UNREACHABLE, TASK_GONE, TASK_GONE_BY_OPERATOR, TASK_DROPPED ->
          fail(outcome.scene().id() + " is " + update.getState() + ": " + update.getMessage());
      default -> ended(outcome, update);
    }
  }

  private static Call.Builder acknowledge(TaskStatus update) {
    return Call.newBuilder()
        .setType(Call.Type.ACKNOWLEDGE)
        .setAcknowledge(
            Call.Acknowledge.newBuilder()
                .setAgentId(update.getAgentId())
                .setTaskId(update.getTaskId())
                .setUuid(update.getUuid()));
  }

  /** To be killed only when it is ready for it, and that it tells by writing a line. */
  private void running(Outcome outcome) {
    Scene scene = outcome.scene();
    if (!scene.killed() || outcome.hasEnded() || over) {
      return;
    }
    sandbox(scene.id())
        .read(scene.file())
        .whenComplete((text, failure) -> loop.execute(() -> peeked(outcome, text)));
  }

  private void peeked(Outcome outcome, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      loop.timers().schedule(PEEK, () -> running(outcome));
      return;
    }
    String id = outcome.scene().id();
    say(id + " is running; kills it");
    Call.Kill.Builder kill = Call.Kill.newBuilder();
    kill.getTaskIdBuilder().setValue(id);
    call(Call.newBuilder().setType(Call.Type.KILL).setKill(kill));
  }

  private void ended(Outcome outcome, TaskStatus update) {
    outcome.ended(update);
    ended++;
    if (firstFinished == 0 && update.getState() == TaskState.TASK_FINISHED) {
      firstFinished = elapsed();
    }
    say(
        String.format(
            Locale.ROOT,
            "[%2d/%d] %s %s  %s",
            ended,
            outcomes.size(),
            outcome.scene().id(),
            update.getState(),
            update.getMessage()));
    if (update.getState() == TaskState.TASK_ERROR) {
      read(outcome, "", null);
    } else {
      sandbox(outcome.scene().id())
          .read(outcome.scene().file())
          .whenComplete((text, failure) -> loop.execute(() -> read(outcome, text, failure)));
    }
  }

  private void read(Outcome outcome, @Nullable String text, @Nullable Throwable failure) {
    if (text != null) {
      outcome.read(text);
    } else {
      outcome.unread(failure == null ? "unread" : String.valueOf(failure.getMessage()));
    }
    if (!over && outcomes.values().stream().allMatch(Outcome::isComplete)) {
      finish();
    }
  }

  private void finish() {
    over = true;
    printTable();
    long good = outcomes.values().stream().filter(Outcome::asExpected).count();
    out.printf(
        Locale.ROOT,
        "%d of %d tasks ended as expected. The first had finished after %.1f s, the last after %.1f s.%n",
        good,
        outcomes.size(),
        firstFinished,
        elapsed());
    int exit = good == outcomes.size() ? AS_EXPECTED : OTHERWISE;
    tearDown().whenComplete((done, failure) -> status.complete(exit));
  }

  private void failed(Event.Failure failure) {
    if (!failure.hasExecutorId()) {
      fail("lost agent " + failure.getAgentId().getValue());
    }
  }

  private void fail(String why) {
    if (over) {
      return;
    }
    over = true;
    if (ended > 0) {
      printTable();
    }
    out.println("The demo failed: " + why);
    if (!subscribed) {
      status.complete(CLUSTER_FAILED);
      return;
    }
    loop.timers().schedule(Duration.ofSeconds(2), () -> status.complete(CLUSTER_FAILED));
    tearDown().whenComplete((done, failure) -> status.complete(CLUSTER_FAILED));
  }

  private void printTable() {
    out.println();
    Table.lines(outcomes.values()).forEach(out::println);
    out.println();
  }

  private CompletionStage<@Nullable Void> tearDown() {
    return connected().call(Call.newBuilder().setType(Call.Type.TEARDOWN));
  }

  private void call(Call.Builder call) {
    connected()
        .call(call)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                loop.execute(() -> fail("the master did not take a call: " + failure.getMessage()));
              }
            });
  }

  private SchedulerConnection connected() {
    if (master == null) {
      throw new IllegalStateException("not connected");
    }
    return master;
  }

  private Outcome outcome(String id) {
    return requireNonNull(outcomes.get(id), id);
  }

  private Sandbox sandbox(String id) {
    return requireNonNull(sandboxes.get(id), id);
  }

  private double elapsed() {
    return (loop.clock().nanoTime() - start) / 1e9;
  }

  private void say(String text) {
    out.printf(Locale.ROOT, "%5.2f s  %s%n", elapsed(), text);
  }
}
