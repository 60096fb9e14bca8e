package org.meseta.testkit.cluster.host;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What a task's command does, written into the command itself.
 *
 * @param millis how long it runs unless somebody ends it
 * @param exit its exit code then; a negative one: it cannot even be started
 * @param deaf whether it does not care about SIGTERM
 */
public record Plan(long millis, int exit, boolean deaf) {

  private static final int ONE_LONG_IN = 10;

  /** As a command. */
  public String command() {
    return "run " + millis + " " + exit + " " + deaf;
  }

  /** The plan that a command tells. */
  public static Plan of(String command) {
    String[] words = command.split(" ");
    return new Plan(
        Long.parseLong(words[1]), Integer.parseInt(words[2]), Boolean.parseBoolean(words[3]));
  }

  /** Any plan; most are short and end well, and a few run for twice as long as most may. */
  public static Plan random(RandomGenerator random, Duration longest) {
    int fate = random.nextInt(20);
    int failing = fate <= 3 ? 1 + random.nextInt(255) : 0;
    double share = random.nextDouble();
    double times = random.nextInt(ONE_LONG_IN) == 0 ? 1 + share : share * share;
    long millis = (long) (longest.toMillis() * times);
    return new Plan(millis, fate == 0 ? -1 : failing, random.nextInt(8) == 0);
  }

  Duration span() {
    return Duration.ofMillis(millis);
  }

  boolean starts() {
    return exit >= 0;
  }
}
