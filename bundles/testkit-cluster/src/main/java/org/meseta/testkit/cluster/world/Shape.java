package org.meseta.testkit.cluster.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.meseta.testkit.cluster.scheduler.Temper;

/**
 * What a cluster consists of.
 *
 * @param masterFlags of the master
 * @param agents resources of each, as text
 * @param schedulers how each behaves
 */
public record Shape(Map<String, String> masterFlags, List<String> agents, List<Temper> schedulers) {

  private static final int MANY = 1_000_000;

  /**
   * A small cluster of any kind, with schedulers of several tempers.
   *
   * @param leisure how much slower they are than schedulers in a hurry
   */
  public static Shape random(RandomGenerator random, int leisure) {
    Map<String, String> flags =
        random.nextInt(3) == 0
            ? Map.of()
            : Map.of("offer_timeout", 20 + random.nextInt(40) + "secs");
    List<String> agents = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(3); i++) {
      agents.add(
          "cpus:" + (2 + random.nextInt(7)) + ";mem:" + (512 << random.nextInt(3)) + ";disk:1000");
    }
    List<Temper> schedulers =
        new ArrayList<>(
            List.of(
                Temper.good(MANY, pace(random)),
                Temper.slow(MANY, pace(random)),
                Temper.careless(MANY, pace(random)),
                Temper.silent(MANY, pace(random).multipliedBy(4))));
    if (random.nextInt(4) == 0) {
      schedulers.remove(random.nextInt(schedulers.size()));
    }
    return new Shape(flags, agents, schedulers.stream().map(s -> s.slower(leisure)).toList());
  }

  private static Duration pace(RandomGenerator random) {
    return Duration.ofMillis(1500 + random.nextInt(8000));
  }
}
