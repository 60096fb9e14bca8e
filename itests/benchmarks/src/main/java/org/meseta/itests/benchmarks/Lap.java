package org.meseta.itests.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.meseta.plugin.Clock;

/**
 * What something cost that ran on this thread alone.
 *
 * @param millis from its start to its end
 * @param processorMillis of this thread; less than elapsed time where others use the processor
 * @param bytes that it allocated
 */
record Lap(double millis, double processorMillis, double bytes) {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Lap of(Clock clock, Runnable task) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long processor = THREADS.getCurrentThreadCpuTime();
    long start = clock.nanoTime();
    task.run();
    return new Lap(
        (clock.nanoTime() - start) / 1e6,
        (THREADS.getCurrentThreadCpuTime() - processor) / 1e6,
        THREADS.getCurrentThreadAllocatedBytes() - bytes);
  }

  /** The first one apart, the others as medians with their spread. */
  static void put(Figures figures, String key, List<Lap> laps) {
    Lap first = laps.get(0);
    List<Lap> later = laps.subList(1, laps.size());
    figures
        .put(key + "_first_cycle_ms", first.millis)
        .put(key + "_first_cycle_processor_ms", first.processorMillis)
        .put(key + "_first_cycle_allocated_bytes", (long) first.bytes)
        .spread(key + "_later_cycles_ms", each(later, Lap::millis))
        .put(key + "_later_cycles_processor_ms", median(later, Lap::processorMillis))
        .put(key + "_later_cycles_allocated_bytes", (long) median(later, Lap::bytes));
  }

  /** Medians. */
  static void putMedian(Figures figures, String key, List<Lap> laps) {
    figures
        .put(key + "_ms", median(laps, Lap::millis))
        .put(key + "_processor_ms", median(laps, Lap::processorMillis));
  }

  private static double median(List<Lap> laps, ToDoubleFunction<Lap> figure) {
    return Figures.percentile(each(laps, figure), 0.5);
  }

  private static List<Double> each(List<Lap> laps, ToDoubleFunction<Lap> figure) {
    return laps.stream().mapToDouble(figure).boxed().toList();
  }

  /** Bytes of the heap that are in use, after a full collection. */
  static long liveBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
