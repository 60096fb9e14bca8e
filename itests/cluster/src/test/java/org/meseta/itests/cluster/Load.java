package org.meseta.itests.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/**
 * Launches short tasks all the time, and notes what goes wrong and how long offers fail to come.
 */
final class Load implements AutoCloseable {
  private static final int AT_ONCE = 3;
  private static final int LASTING = 5;

  final AtomicInteger finished = new AtomicInteger();
  final AtomicInteger rescinded = new AtomicInteger();
  final List<String> wrong = new CopyOnWriteArrayList<>();
  final AtomicInteger lasting = new AtomicInteger();
  private final Daemon agent;
  private final Scheduler scheduler;
  private final AtomicLong longestGap = new AtomicLong();
  private final CompletableFuture<Void> running;
  private volatile boolean over;
  private long lastOffer;
  private int open;
  private int names;

  /**
   * @param agent the only one
   */
  Load(Daemon master, Daemon agent) throws IOException, InterruptedException {
    this.agent = agent;
    this.scheduler =
        Scheduler.subscribe(master, Scheduler.Media.PROTOBUF, Scheduler.framework("load").build());
    this.running = CompletableFuture.runAsync(this::run);
  }

  /** The longest time without an offer while there was something to offer. */
  Duration longestGap() {
    return Duration.ofNanos(longestGap.get());
  }

  private void run() {
    try {
      while (!over) {
        handle(scheduler.await(e -> e.hasOffers() || e.hasUpdate() || e.hasRescind()));
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (!over) {
        wrong.add(e.toString());
      }
    }
  }

  private void handle(Event event) throws IOException, InterruptedException {
    if (event.hasRescind()) {
      rescinded.incrementAndGet();
    } else if (event.hasUpdate()) {
      update(event.getUpdate().getStatus());
    } else {
      long now = System.nanoTime();
      if (lastOffer != 0) {
        longestGap.accumulateAndGet(now - lastOffer, Math::max);
      }
      lastOffer = now;
      for (Offer offer : event.getOffers().getOffersList()) {
        use(offer);
      }
    }
  }

  private void use(Offer offer) throws IOException, InterruptedException {
    if (open >= AT_ONCE) {
      scheduler.tell(Tasks.decline(offer, 0));
    } else if (lasting.get() + open < LASTING && finished.get() == 0) {
      open++;
      scheduler.tell(Tasks.launch(offer, Tasks.task("lasting" + names++, offer, "sleep 1000")));
    } else {
      open++;
      scheduler.tell(Tasks.launch(offer, Tasks.task("short" + names++, offer, "true")));
    }
  }

  private void update(TaskStatus status) throws IOException, InterruptedException {
    if (status.hasUuid()) {
      scheduler.tell(
          Call.newBuilder()
              .setType(Call.Type.ACKNOWLEDGE)
              .setAcknowledge(
                  Call.Acknowledge.newBuilder()
                      .setAgentId(status.getAgentId())
                      .setTaskId(status.getTaskId())
                      .setUuid(status.getUuid())));
    }
    boolean isLasting = status.getTaskId().getValue().startsWith("lasting");
    if (status.getState() == TaskState.TASK_RUNNING && isLasting) {
      lasting.incrementAndGet();
      open--;
    } else if (status.getState() == TaskState.TASK_FINISHED && !isLasting) {
      finished.incrementAndGet();
      open--;
    } else if (status.getState() != TaskState.TASK_STARTING
        && status.getState() != TaskState.TASK_RUNNING) {
      wrong.add(status.toString());
      open--;
    }
  }

  /** Tasks outlive an agent, so they are ended before it. */
  @Override
  public void close() {
    over = true;
    try {
      scheduler.tell(Call.newBuilder().setType(Call.Type.TEARDOWN));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Http.json(agent.uri("/containers")).isEmpty());
    } catch (IOException e) {
      wrong.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    scheduler.close();
    running.cancel(true);
  }
}
