package org.meseta.itests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meseta.testkit.cluster.daemon.Daemons;

/**
 * Bugs that are planted are found by the seeds that run in each build, and by the invariant that
 * they break, not by an accident elsewhere.
 */
class MutantsTest {
  private static final int SEEDS = 40;

  static List<Mutant> mutants() {
    return Mutant.ALL;
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isFound(Mutant mutant) throws Exception {
    try (Scratch scratch = Scratch.make()) {
      Daemons daemons = PlantedDaemons.with(mutant, scratch.folder());
      Optional<Run> first =
          LongStream.rangeClosed(1, SEEDS)
              .mapToObj(seed -> Run.of(seed, daemons, mutant.foundBy()))
              .filter(run -> isBroken(run, mutant.foundBy()))
              .findFirst();
      assertThat(first).as("the seed that finds '%s'", mutant).isPresent();
      System.out.println(
          "'"
              + mutant
              + "' is found by seed "
              + first.get().seed()
              + ": "
              + violation(first.get()));
    }
  }

  @Test
  void withoutABugNothingIsDifferent() throws Exception {
    try (Scratch scratch = Scratch.make()) {
      Run planted = Run.of(1, PlantedDaemons.with(new Mutant("none", "nothing"), scratch.folder()));
      assertThat(planted.report().violation()).isEmpty();
      assertThat(planted.report().digest())
          .isEqualTo(Run.of(1, new RealDaemons()).report().digest());
    }
  }

  private static boolean isBroken(Run run, String invariant) {
    return run.report().violation().filter(v -> v.invariant().equals(invariant)).isPresent();
  }

  private static String violation(Run run) {
    return run.report().violation().orElseThrow().toString();
  }
}
