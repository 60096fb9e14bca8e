package org.meseta.itests.wiring;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for conditions; the container has no library for it. */
final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 20;

  private Eventually() {}

  /** Returns as soon as nothing is wrong any more; fails with what still is after a while. */
  static void nothingIsWrong(Callable<List<String>> wrong) throws Exception {
    CountDownLatch pause = new CountDownLatch(1);
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> found = wrong.call();
    while (!found.isEmpty() && System.nanoTime() < end) {
      // Nobody counts it down.
      if (pause.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
      found = wrong.call();
    }
    assertEquals(List.of(), found);
  }

  static void holds(String what, Callable<Boolean> condition) throws Exception {
    nothingIsWrong(() -> condition.call() ? List.of() : List.of("not so: " + what));
  }
}
