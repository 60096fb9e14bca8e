package org.meseta.testkit.cluster.world;

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

  /** A small cluster of any kind: each scheduler wants to run so many tasks. */
  public static Shape random(RandomGenerator random, int tasks) {
    Map<String, String> flags =
        random.nextInt(3) == 0
            ? Map.of()
            : Map.of("offer_timeout", 20 + random.nextInt(40) + "secs");
    List<String> agents = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(3); i++) {
      agents.add("cpus:" + (2 + random.nextInt(7)) + ";mem:" + (512 << random.nextInt(3)));
    }
    List<Temper> schedulers =
        new ArrayList<>(
            List.of(
                Temper.good(tasks),
                Temper.slow(tasks),
                Temper.careless(tasks),
                Temper.silent(tasks / 2)));
    if (random.nextInt(4) == 0) {
      schedulers.remove(random.nextInt(schedulers.size()));
    }
    return new Shape(flags, agents, schedulers);
  }
}
