package org.meseta.itests.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/**
 * One framework of a load: starts its lasting tasks at once, then short ones at a steady rate.
 * While it is greedy it takes one slot of each offer instead.
 */
final class Worker implements AutoCloseable {
  private static final double SECOND = 1e9;

  /** What it does not need it leaves to others for so many seconds, or else they had nothing. */
  private static final double SPARED = 0.1;

  /** What it is behind is not made up for beyond this. */
  private static final int MOST_AT_ONCE = 5;

  private static final String GREEDY = "greedy";

  private final Load load;
  private final int lasting;
  private final double rate;
  private final Scheduler scheduler;

  /** Short tasks that have not ended; true if they run. */
  private final Map<String, Boolean> shorts = new ConcurrentHashMap<>();

  /** Tasks that run until they are killed. */
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  /** How many slots may be taken yet, by all that are greedy. */
  private volatile AtomicInteger quarry = new AtomicInteger();

  private volatile boolean greedy;
  private volatile boolean over;
  private int names;
  private long due;

  /**
   * @param lasting how many tasks it holds
   * @param rate short tasks a second
   */
  Worker(Load load, Daemon master, String name, int lasting, double rate)
      throws IOException, InterruptedException {
    this.load = load;
    this.lasting = lasting;
    this.rate = rate;
    this.scheduler =
        Scheduler.subscribe(master, Scheduler.Media.PROTOBUF, Scheduler.framework(name).build());
    Threads.beside(this::run);
  }

  /** The longest time between two HEARTBEATs of the master. */
  Duration longestSilence() {
    return scheduler.longestSilence();
  }

  /** How many tasks it holds that run until they are killed. */
  int holds() {
    return held.size();
  }

  /** How many of its short tasks have been launched and do not run yet. */
  int starting() {
    return (int) shorts.values().stream().filter(runs -> !runs).count();
  }

  /** How many of its short tasks have not ended. */
  int open() {
    return shorts.size();
  }

  /** From now on it takes what it can get. */
  void greedy(AtomicInteger slots) throws IOException, InterruptedException {
    quarry = slots;
    greedy = true;
    scheduler.tell(Call.newBuilder().setType(Call.Type.REVIVE));
  }

  /** Gives back what it took, and goes on as before. */
  void modest() throws IOException, InterruptedException {
    for (String task : held) {
      if (task.startsWith(GREEDY)) {
        scheduler.tell(Tasks.kill(task));
      }
    }
    greedy = false;
  }

  /** No more short tasks. */
  void pause() {
    quarry = new AtomicInteger();
    greedy = true;
  }

  private void run() {
    try {
      while (!over) {
        handle(scheduler.await(e -> e.hasOffers() || e.hasUpdate() || e.hasRescind()));
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (!over) {
        load.wrong(e.toString());
      }
    }
  }

  private void handle(Event event) throws IOException, InterruptedException {
    if (event.hasRescind()) {
      load.rescinded.incrementAndGet();
    } else if (event.hasUpdate()) {
      update(event.getUpdate().getStatus());
    } else {
      load.offers.come();
      for (Offer offer : event.getOffers().getOffersList()) {
        use(offer);
      }
    }
  }

  private void use(Offer offer) throws IOException, InterruptedException {
    double spared = greedy ? 0 : SPARED;
    TaskInfo.Builder[] tasks = tasks(offer);
    if (tasks.length == 0) {
      scheduler.tell(Tasks.decline(offer, spared));
    } else {
      load.launched.addAndGet(tasks.length);
      Call.Builder launch = Tasks.launch(offer, tasks);
      launch.getAcceptBuilder().getFiltersBuilder().setRefuseSeconds(spared);
      scheduler.tell(launch);
    }
  }

  private TaskInfo.Builder[] tasks(Offer offer) {
    int slots = Tasks.slots(offer);
    if (held.size() < lasting) {
      return hold("lasting", offer, Math.min(slots, lasting - held.size()));
    }
    if (greedy) {
      return hold(GREEDY, offer, slots > 0 && quarry.getAndDecrement() > 0 ? 1 : 0);
    }
    TaskInfo.Builder[] tasks = new TaskInfo.Builder[Math.min(slots, due())];
    for (int i = 0; i < tasks.length; i++) {
      tasks[i] = Tasks.task("short" + names++, offer, "true");
      shorts.put(tasks[i].getName(), false);
    }
    return tasks;
  }

  private TaskInfo.Builder[] hold(String prefix, Offer offer, int count) {
    TaskInfo.Builder[] tasks = new TaskInfo.Builder[count];
    for (int i = 0; i < count; i++) {
      tasks[i] = Tasks.task(prefix + names++, offer, "exec sleep 10000");
      held.add(tasks[i].getName());
    }
    return tasks;
  }

  /** How many short tasks are to be launched now to keep up the rate. */
  private int due() {
    long now = System.nanoTime();
    if (due == 0 || now - due > MOST_AT_ONCE / rate * SECOND) {
      due = now - (long) (SECOND / rate);
    }
    int count = (int) ((now - due) / SECOND * rate);
    due += (long) (count / rate * SECOND);
    return count;
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
    String task = status.getTaskId().getValue();
    TaskState state = status.getState();
    if (state == TaskState.TASK_RUNNING) {
      if (shorts.replace(task, true) == null) {
        load.lasting.incrementAndGet();
      }
    } else if (state == TaskState.TASK_FINISHED && shorts.remove(task) != null) {
      load.finished.incrementAndGet();
    } else if (state == TaskState.TASK_KILLED && task.startsWith(GREEDY)) {
      held.remove(task);
      load.lasting.decrementAndGet();
    } else if (state != TaskState.TASK_STARTING && state != TaskState.TASK_KILLING) {
      load.wrong(status.toString());
      shorts.remove(task);
    }
  }

  @Override
  public void close() {
    over = true;
    try {
      scheduler.tell(Call.newBuilder().setType(Call.Type.TEARDOWN));
    } catch (IOException e) {
      load.wrong(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    scheduler.close();
  }
}
