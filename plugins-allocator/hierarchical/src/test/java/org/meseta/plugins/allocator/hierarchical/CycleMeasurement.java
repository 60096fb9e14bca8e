package org.meseta.plugins.allocator.hierarchical;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;
import org.meseta.testkit.allocator.AllocatorBench;
import org.meseta.testkit.allocator.Given;
import org.meseta.testkit.allocator.Offer;

/**
 * How long a cycle over all agents takes when every offer is declined for an hour. Not a test: run
 * {@link #main} with a number of agents, of frameworks, and of rounds.
 */
final class CycleMeasurement {

  private static final Filters HOUR = AllocatorBench.filters(3600);

  private final AllocatorBench bench =
      new AllocatorBench(new HierarchicalFactory(), Given.options(), 1);
  private final List<Long> micros = new ArrayList<>();

  private CycleMeasurement() {}

  public static void main(String[] arguments) {
    int agents = Integer.parseInt(arguments[0]);
    int frameworks = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    CycleMeasurement measured = new CycleMeasurement();
    measured.prepare(agents, frameworks);
    measured.run(rounds);
    measured.print(agents, frameworks);
  }

  private void prepare(int agents, int frameworks) {
    bench.tell(allocator -> allocator.pause());
    FrameworkID holder = bench.framework("holder", "r");
    bench.tell(allocator -> allocator.deactivateFramework(holder));
    for (int i = 0; i < frameworks; i++) {
      bench.framework("framework" + i, "r");
    }
    Resources total = Given.resources("cpus:24;mem:4096;disk:4096;ports:[31000-32000]");
    Resources used = Given.resources("cpus:16;mem:2014;disk:1024").allocatedTo("r");
    for (int i = 0; i < agents; i++) {
      bench.agent("agent" + i, total, Map.of(holder, used));
    }
  }

  private void run(int rounds) {
    bench.tell(allocator -> allocator.resume());
    for (int i = 0; i < rounds; i++) {
      List<Offer> offers = bench.offers();
      bench.tell(
          allocator -> {
            for (Offer offer : offers) {
              allocator.recoverResources(
                  offer.framework(), offer.agent(), offer.resources(), Optional.of(HOUR));
            }
          });
      long start = cpuNanos();
      bench.rounds(1);
      micros.add((cpuNanos() - start) / 1000);
    }
  }

  /** Time of the processor: others may use it, too. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void print(int agents, int frameworks) {
    int size = micros.size();
    List<Long> steady = micros.subList(size / 2, size).stream().sorted().toList();
    System.out.printf(
        "%d agents, %d frameworks: first 5 cycles %s us; second half median %d, max %d us; "
            + "last %d us%n",
        agents,
        frameworks,
        micros.subList(0, Math.min(5, size)),
        steady.get(steady.size() / 2),
        steady.get(steady.size() - 1),
        micros.get(size - 1));
    Runtime heap = Runtime.getRuntime();
    System.gc();
    System.out.printf(
        "offers left: %d; heap %d MB%n",
        bench.offers().size(), (heap.totalMemory() - heap.freeMemory()) >> 20);
  }
}
