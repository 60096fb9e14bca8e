package org.meseta.itests.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two frameworks that hold tasks and launch short ones all the time, ten a second together; notes
 * what goes wrong and how long offers fail to come. The first holds more than the second.
 */
final class Load implements AutoCloseable {
  private static final double RATE = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final AtomicInteger launched = new AtomicInteger();

  /** Short tasks that have finished. */
  final AtomicInteger finished = new AtomicInteger();

  /** Tasks that run until they are killed. */
  final AtomicInteger lasting = new AtomicInteger();

  final AtomicInteger rescinded = new AtomicInteger();
  final List<String> wrong = new CopyOnWriteArrayList<>();
  final Gaps offers = new Gaps();
  private volatile String tolerated = "";
  private final Daemon agent;
  private final Worker first;
  private final Worker second;

  /**
   * @param agent the only one
   * @param more how many tasks the first framework holds
   * @param less how many the second
   */
  Load(Daemon master, Daemon agent, int more, int less) throws IOException, InterruptedException {
    this.agent = agent;
    this.first = new Worker(this, master, "first", more, RATE);
    this.second = new Worker(this, master, "second", less, RATE);
    await().atMost(PATIENCE).until(() -> lasting.get() == more + less || !wrong.isEmpty());
  }

  /** What says this is not wrong. */
  void tolerate(String text) {
    tolerated = text;
  }

  void wrong(String what) {
    if (tolerated.isEmpty() || !what.contains(tolerated)) {
      wrong.add(what);
    }
  }

  /** The longest time between two HEARTBEATs of the master. */
  Duration longestSilence() {
    Duration one = first.longestSilence();
    Duration other = second.longestSilence();
    return one.compareTo(other) > 0 ? one : other;
  }

  /** How many launches are under way. */
  int starting() {
    return first.starting() + second.starting();
  }

  /** Waits until some more short tasks have finished. */
  void awaitMore() {
    int before = finished.get();
    await().atMost(PATIENCE).until(() -> finished.get() >= before + 5 || !wrong.isEmpty());
  }

  /**
   * Lets both take one slot of each offer until so many are taken, and gives how many tasks each
   * holds then. All is given back before this returns. Short tasks come to their end first: what
   * they free while the one with less looks at its offer would be the other's.
   */
  Shares shares(int slots) throws IOException, InterruptedException {
    settle();
    int before = first.holds() + second.holds();
    AtomicInteger quarry = new AtomicInteger(slots);
    second.greedy(quarry); // first, or what it has just declined would go to the other
    first.greedy(quarry);
    await().atMost(PATIENCE).until(() -> first.holds() + second.holds() == before + slots);
    Shares shares = new Shares(first.holds(), second.holds());
    await().atMost(PATIENCE).until(() -> lasting.get() == before + slots || !wrong.isEmpty());
    first.modest();
    second.modest();
    await().atMost(PATIENCE).until(() -> lasting.get() == before || !wrong.isEmpty());
    return shares;
  }

  /** How many tasks each holds. */
  record Shares(int first, int second) {}

  /** Launches nothing more and waits until all short tasks have finished. */
  void settle() {
    first.pause();
    second.pause();
    await()
        .alias("short tasks without an end")
        .atMost(PATIENCE)
        .until(() -> first.open() + second.open() == 0);
  }

  /** Tasks outlive an agent, so they are ended before it. */
  @Override
  public void close() {
    first.close();
    second.close();
    await().atMost(PATIENCE).until(() -> Http.json(agent.uri("/containers")).isEmpty());
  }
}
