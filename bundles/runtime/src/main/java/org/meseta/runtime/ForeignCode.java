package org.meseta.runtime;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For who runs code of others and wants to know what of it lives on. Threads are known by the
 * context that they were made in: each inherits it from its maker, unless somebody changes it.
 */
public final class ForeignCode {
  /** Those that look at everything; of others it cannot be said what they have not collected. */
  private static final Set<String> FULL =
      Set.of("MarkSweepCompact", "PS MarkSweep", "G1 Old Generation");

  private ForeignCode() {}

  /**
   * The caller's thread runs code of {@code loader} from now on, and whoever it makes as well.
   *
   * @return whose it ran before; to be entered again in the end
   */
  public static @Nullable ClassLoader enter(@Nullable ClassLoader loader) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    return before;
  }

  /** The names of the threads that run code of this loader, as far as that can be seen; sorted. */
  public static List<String> threads(ClassLoader loader) {
    return Arrays.stream(alive())
        .filter(Objects::nonNull)
        .filter(t -> t.getContextClassLoader() == loader || t.getClass().getClassLoader() == loader)
        .map(Thread::getName)
        .sorted()
        .toList();
  }

  private static Thread[] alive() {
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    while (all.getParent() != null) {
      all = all.getParent();
    }
    Thread[] threads = new Thread[all.activeCount() + 1];
    while (all.enumerate(threads) == threads.length) {
      threads = new Thread[threads.length * 2]; // some may not have fitted
    }
    return threads;
  }

  /** How often all that nobody uses was collected up to now. */
  public static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(collector -> FULL.contains(collector.getName()))
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }
}
