package org.meseta.itests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.meseta.testkit.cluster.Length;

/**
 * Random histories. {@code -Dseeds} says how many, {@code -Dlong} how many of them are long, {@code
 * -Dseed} which one.
 */
class SeedsTest {
  private static final int KEPT = 300;
  private static final int SEEDS = Integer.getInteger("seeds", 10);
  private static final int LONG = Integer.getInteger("long", SEEDS);
  private static final Optional<Long> ONE = Optional.ofNullable(Long.getLong("seed"));

  @Test
  void whateverHappensTheClusterHolds() throws IOException {
    if (ONE.isPresent()) {
      replay(ONE.get());
      return;
    }
    AtomicReference<@Nullable Run> broken = new AtomicReference<>();
    LongStream.rangeClosed(1, SEEDS)
        .parallel()
        .filter(seed -> broken.get() == null)
        .mapToObj(seed -> Run.of(seed, length(seed), new RealDaemons(), KEPT))
        .forEach(
            run -> {
              System.out.println(run.summary());
              if (!run.holds() || !isWorthIt(run)) {
                broken.compareAndSet(null, run);
              }
            });
    Run found = broken.get();
    assertThat(found).as(() -> found == null ? "" : found.story()).isNull();
  }

  private static Length length(long seed) {
    return seed <= LONG ? Length.LONG : Length.SHORT;
  }

  private static boolean isWorthIt(Run run) {
    return run.report().events() >= run.length().events()
        && run.report().faultCount() >= run.length().faults();
  }

  private static void replay(long seed) throws IOException {
    Run run = Run.of(seed, length(seed), new RealDaemons(), Integer.MAX_VALUE);
    Path file = Path.of("target", "seed-" + seed + ".txt");
    Files.write(file, run.report().tail());
    System.out.println(run.summary() + "\n" + run.report().faults() + "\nAll of it: " + file);
    List<String> last = run.report().tail();
    String end = String.join("\n", last.subList(Math.max(0, last.size() - 50), last.size()));
    assertThat(run.report().violation()).as(end).isEmpty();
  }
}
