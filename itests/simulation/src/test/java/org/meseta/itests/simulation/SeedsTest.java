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
import org.meseta.testkit.cluster.Simulation;

/** Random histories. {@code -Dseeds} says how many, {@code -Dseed} which one. */
class SeedsTest {
  private static final int SEEDS = Integer.getInteger("seeds", 10);
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
        .mapToObj(seed -> Run.of(seed, new RealDaemons()))
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

  private static boolean isWorthIt(Run run) {
    return run.report().events() >= Simulation.MIN_EVENTS
        && run.report().faultCount() >= Simulation.MIN_FAULTS;
  }

  private static void replay(long seed) throws IOException {
    Run run = Run.of(seed, new RealDaemons(), Integer.MAX_VALUE);
    Path file = Path.of("target", "seed-" + seed + ".txt");
    Files.write(file, run.report().tail());
    System.out.println(run.summary() + "\n" + run.report().faults() + "\nAll of it: " + file);
    List<String> last = run.report().tail();
    String end = String.join("\n", last.subList(Math.max(0, last.size() - 50), last.size()));
    assertThat(run.report().violation()).as(end).isEmpty();
  }
}
