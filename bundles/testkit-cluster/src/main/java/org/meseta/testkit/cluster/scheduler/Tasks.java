package org.meseta.testkit.cluster.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;
import org.meseta.testkit.cluster.host.Plan;

/** The tasks that a scheduler wants to run. No two have one id, whatever their framework. */
final class Tasks {
  private static final int MILLI = 1000;
  private static final int MOST_AT_ONCE = 4;

  private final String name;
  private final Temper temper;
  private final RandomGenerator random;
  private int made;

  Tasks(String name, Temper temper, RandomGenerator random) {
    this.name = name;
    this.temper = temper;
    this.random = random;
  }

  /** Whether there is any more to run. */
  boolean wanted() {
    return made < temper.tasks();
  }

  /** Some tasks that fit an offer; none if none does. */
  List<TaskInfo> launch(Offer offer) {
    ResourceQuantities left = Resources.of(offer.getResourcesList()).scalarQuantities();
    long cpus = left.milli("cpus");
    long mem = left.milli("mem");
    int most = 1 + random.nextInt(MOST_AT_ONCE);
    List<TaskInfo> tasks = new ArrayList<>();
    while (tasks.size() < most && wanted() && cpus > 0 && mem > 0) {
      long someCpus = Math.min(cpus, 100L * (1 + random.nextInt(20)));
      long someMem = Math.min(mem, 32L * MILLI * (1 + random.nextInt(8)));
      tasks.add(task(offer, someCpus, someMem));
      cpus -= someCpus;
      mem -= someMem;
    }
    return tasks;
  }

  private TaskInfo task(Offer offer, long milliCpus, long milliMem) {
    String id = name + "-" + made++;
    String resources =
        String.format(Locale.ROOT, "cpus:%.3f;mem:%.3f", milliCpus / 1000.0, milliMem / 1000.0);
    TaskInfo.Builder task = TaskInfo.newBuilder().setName(id).setAgentId(offer.getAgentId());
    task.getTaskIdBuilder().setValue(id);
    task.addAllResources(Resources.parse(resources, "*").toList());
    task.getCommandBuilder().setValue(Plan.random(random, temper.longest()).command());
    return task.build();
  }
}
