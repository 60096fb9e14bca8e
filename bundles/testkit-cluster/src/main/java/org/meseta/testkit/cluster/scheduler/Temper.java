package org.meseta.testkit.cluster.scheduler;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.meseta.resources.Roles;

/**
 * How a scheduler behaves.
 *
 * @param name for people
 * @param tasks how many it wants to run in all
 * @param pace how much time there is for each of them on average
 * @param longest how long its tasks run at most
 * @param think how long it thinks about an offer at most
 * @param ackDelay how long it takes to acknowledge an update at most
 * @param ignore share of offers that it never answers
 * @param careless share of its steps that a careful scheduler would not take: using an offer twice
 *     or after it was rescinded, acknowledging twice, naming what does not exist
 * @param acknowledges whether it acknowledges anything, as long as all is as usual
 * @param checkpoint whether its tasks outlive the agent's process
 * @param partitionAware whether it is told of unreachable tasks as such
 * @param failoverTimeout how long it may be away
 * @param roles of which it has some at a time, and others later; who has but one is a framework of
 *     the old kind, the others also reserve and make volumes
 * @param avoids the host of which it wants no offers, as its constraints say
 */
public record Temper(
    String name,
    int tasks,
    Duration pace,
    Duration longest,
    Duration think,
    Duration ackDelay,
    double ignore,
    double careless,
    boolean acknowledges,
    boolean checkpoint,
    boolean partitionAware,
    Duration failoverTimeout,
    List<String> roles,
    Optional<String> avoids) {

  /** The same, with tasks that come and run so many times slower. */
  public Temper slower(int times) {
    return new Temper(
        name,
        tasks,
        pace.multipliedBy(times),
        longest.multipliedBy(times),
        think,
        ackDelay,
        ignore,
        careless,
        acknowledges,
        checkpoint,
        partitionAware,
        failoverTimeout,
        roles,
        avoids);
  }

  /** Whether it may have several roles, reserves, and makes volumes. */
  public boolean keeps() {
    return roles.size() > 1;
  }

  /** Does everything at once and well. */
  public static Temper good(int tasks, Duration pace) {
    return new Temper(
        "good",
        tasks,
        pace,
        Duration.ofSeconds(60),
        Duration.ofMillis(50),
        Duration.ofMillis(20),
        0,
        0,
        true,
        true,
        true,
        Duration.ofSeconds(60),
        List.of("eng", "ads/video"),
        Optional.empty());
  }

  /** Takes its time, forgets offers, and does not like one of the hosts. */
  public static Temper slow(int tasks, Duration pace) {
    return new Temper(
        "slow",
        tasks,
        pace,
        Duration.ofSeconds(90),
        Duration.ofSeconds(20),
        Duration.ofSeconds(45),
        0.1,
        0.02,
        true,
        true,
        false,
        Duration.ofSeconds(120),
        List.of(Roles.DEFAULT),
        Optional.of("agent1"));
  }

  /** Careless, and its tasks are not checkpointed. */
  public static Temper careless(int tasks, Duration pace) {
    return new Temper(
        "careless",
        tasks,
        pace,
        Duration.ofSeconds(40),
        Duration.ofSeconds(5),
        Duration.ofSeconds(2),
        0.05,
        0.15,
        true,
        false,
        false,
        Duration.ofSeconds(30),
        List.of("eng/web", "eng", "ads"),
        Optional.empty());
  }

  /** Launches, and acknowledges nothing until the end. */
  public static Temper silent(int tasks, Duration pace) {
    return new Temper(
        "silent",
        tasks,
        pace,
        Duration.ofSeconds(30),
        Duration.ofSeconds(3),
        Duration.ofSeconds(1),
        0.3,
        0,
        false,
        true,
        true,
        Duration.ofSeconds(600),
        List.of("ads"),
        Optional.empty());
  }
}
