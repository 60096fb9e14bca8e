package org.meseta.testkit.cluster.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.meseta.plugin.Clock;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;
import org.meseta.testkit.cluster.host.Plan;

/** The tasks that a scheduler wants to run. No two have one id, whatever their framework. */
final class Tasks {
  /** Part of the names of tasks that run on when all else is over. */
  static final String LASTING = "lasting";

  /** How many of these there are. */
  static final int MOST_LASTING = 3;

  private static final int MILLI = 1000;
  private static final int MOST_AT_ONCE = 4;

  private final String name;
  private final Temper temper;
  private final RandomGenerator random;
  private final Clock clock;
  private final long start;
  private int made;

  Tasks(String name, Temper temper, RandomGenerator random, Clock clock) {
    this.name = name;
    this.temper = temper;
    this.random = random;
    this.clock = clock;
    this.start = clock.nanoTime();
  }

  /** Whether all that is ever wanted has been made. */
  boolean done() {
    return made >= temper.tasks();
  }

  /** Whether there is something to run now. */
  boolean wanted() {
    return !done() && made * temper.pace().toNanos() <= clock.nanoTime() - start;
  }

  /** Some tasks that fit an offer; none if none does. */
  List<TaskInfo> launch(Offer offer) {
    ResourceQuantities left = free(offer);
    long cpus = left.milli("cpus");
    long mem = left.milli("mem");
    int most = 1 + random.nextInt(MOST_AT_ONCE);
    List<TaskInfo> tasks = new ArrayList<>();
    while (tasks.size() < most && wanted() && cpus > 0 && mem > 0) {
      long someCpus = Math.min(cpus, 100L * (1 + random.nextInt(20)));
      long someMem = Math.min(mem, 32L * MILLI * (1 + random.nextInt(8)));
      tasks.add(task(offer, "", someCpus, someMem, Plan.random(random, temper.longest())));
      cpus -= someCpus;
      mem -= someMem;
    }
    return tasks;
  }

  /** A small task that runs on; none if it does not fit. */
  List<TaskInfo> launchLasting(Offer offer) {
    ResourceQuantities left = free(offer);
    long cpus = MILLI / 10;
    long mem = 32L * MILLI;
    Plan plan = new Plan(Duration.ofHours(10).toMillis(), 0, false);
    return left.milli("cpus") < cpus || left.milli("mem") < mem
        ? List.of()
        : List.of(task(offer, LASTING, cpus, mem, plan));
  }

  /** Tasks use what is reserved to nobody, and volumes. */
  private static ResourceQuantities free(Offer offer) {
    return Resources.of(offer.getResourcesList()).unreserved().scalarQuantities();
  }

  private TaskInfo task(Offer offer, String kind, long milliCpus, long milliMem, Plan plan) {
    String id = name + "-" + kind + made++;
    String resources =
        String.format(Locale.ROOT, "cpus:%.3f;mem:%.3f", milliCpus / 1000.0, milliMem / 1000.0);
    TaskInfo.Builder task = TaskInfo.newBuilder().setName(id).setAgentId(offer.getAgentId());
    task.getTaskIdBuilder().setValue(id);
    task.addAllResources(Resources.parse(resources, "*").toList());
    task.getCommandBuilder().setValue(plan.command());
    return task.build();
  }
}
