package org.meseta.itests.simulation;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.meseta.testkit.cluster.Length;
import org.meseta.testkit.cluster.Report;
import org.meseta.testkit.cluster.Simulation;
import org.meseta.testkit.cluster.daemon.Daemons;
import org.meseta.testkit.cluster.invariant.Invariant;
import org.meseta.testkit.cluster.invariant.Invariants;
import org.meseta.testkit.cluster.world.World;

/** A random run and what became of it. */
record Run(long seed, Length length, Report report, double seconds) {
  private static final int KEPT = 300;

  static Run of(long seed, Daemons daemons) {
    return of(seed, Length.LONG, daemons, KEPT);
  }

  static Run of(long seed, Length length, Daemons daemons, int kept) {
    return of(seed, length, daemons, kept, Invariants.ALL);
  }

  /** With one invariant, by its name. */
  static Run of(long seed, Daemons daemons, String invariant) {
    return of(seed, Length.LONG, daemons, KEPT, Invariants.only(invariant));
  }

  private static Run of(
      long seed,
      Length length,
      Daemons daemons,
      int kept,
      List<Function<World, Invariant>> invariants) {
    long begin = System.nanoTime();
    try (Scratch scratch = Scratch.make()) {
      Report report = Simulation.random(seed, length, daemons, scratch.folder(), kept, invariants);
      return new Run(seed, length, report, (System.nanoTime() - begin) / 1e9);
    }
  }

  boolean holds() {
    return report.violation().isEmpty();
  }

  /** In one line. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "seed %d: %d events, %d faults, %d s in %.1f s, digest %s%s",
        seed,
        report.events(),
        report.faultCount(),
        report.span().toSeconds(),
        seconds,
        report.digest(),
        report.violation().map(v -> "; DOES NOT HOLD: " + v).orElse(""));
  }

  /** All that helps to understand what went wrong. */
  String story() {
    return String.join("\n", report.tail())
        + "\nFaults: "
        + report.faults()
        + "\n"
        + summary()
        + "\nReplay it, with all that happens in target/seed-"
        + seed
        + ".txt: mvn -Dquick -pl itests/simulation -am test -Dtest=SeedsTest"
        + " -Dsurefire.failIfNoSpecifiedTests=false -Dseed="
        + seed
        + " -Dlong="
        + (length == Length.LONG ? seed : 0);
  }
}
