package org.meseta.itests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.plugins.allocator.hierarchical.HierarchicalFactory;
import org.meseta.recording.Changes;
import org.meseta.recording.Recording;
import org.meseta.recording.Replay;
import org.meseta.recording.ReplayReport;
import org.meseta.runtime.ManualTime;
import org.meseta.testkit.cluster.Effort;
import org.meseta.testkit.cluster.Report;
import org.meseta.testkit.cluster.Simulation;
import org.meseta.testkit.cluster.fault.Fault;
import org.meseta.testkit.cluster.fault.Faults;
import org.meseta.testkit.cluster.scheduler.Temper;
import org.meseta.testkit.cluster.world.Shape;
import org.meseta.testkit.cluster.world.World;

/** What an allocator decides in an eventful hour of a whole cluster, it decides again offline. */
class RecordedHourTest {
  private static final Duration PACE = Duration.ofSeconds(8);
  private static final Effort HOUR =
      new Effort(2000, 20, Duration.ofHours(1), Duration.ofSeconds(40));

  @TempDir static Path folder;

  @BeforeAll
  static void record() {
    Shape shape =
        new Shape(
            Map.of("work_dir", folder.toString(), "offer_timeout", "40secs"),
            List.of("cpus:4;mem:1024", "cpus:8;mem:2048", "cpus:2;mem:512"),
            List.of(
                Temper.good(1_000_000, PACE),
                Temper.slow(1_000_000, PACE),
                Temper.careless(1_000_000, PACE)));
    World world = new World(new ManualTime(3), new RealDaemons(), shape, folder, 0);
    world.time().run();
    var begun = world.master().record(Principal.ANONYMOUS, "hour", 1L << 30);
    world.time().advance(Duration.ofSeconds(1));
    assertThat(begun.toCompletableFuture()).isCompletedWithValue(Outcome.ACCEPTED);

    // A recording is of one allocator: it ends when another one comes.
    List<Fault> faults =
        Faults.ALL.stream().filter(fault -> !fault.name().contains("allocator")).toList();
    Report report = new Simulation(world, List.of()).run(faults, HOUR);
    assertThat(report.violation()).isEmpty();
  }

  @Test
  void anHourIsReplayedToTheBit() throws Exception {
    try (Recording recording = open()) {
      ReplayReport replay = Replay.exactly(recording, new HierarchicalFactory());
      assertThat(replay.examples()).isEmpty();
      assertThat(replay.isSame()).isTrue();
      assertThat(replay.span()).isGreaterThan(Duration.ofMinutes(59));
      for (String role : List.of("*", "eng", "ads/video")) {
        assertThat(replay.share(role).recorded().offers()).as(role).isGreaterThan(100);
      }
    }
  }

  @Test
  void anotherWeightShowsADifference() throws Exception {
    ReplayReport same = otherwise(Changes.NONE);
    assertThat(same.examples()).isEmpty();
    assertThat(same.isSame()).isTrue();

    ReplayReport heavier = otherwise(new Changes(Map.of("eng", 50.0), Map.of(), Map.of()));
    assertThat(heavier.isSame()).isFalse();
    assertThat(heavier.examples()).isNotEmpty();
    ReplayReport.Share share = heavier.share("eng");
    assertThat(share.replayed().cpus()).isGreaterThan(share.recorded().cpus());
  }

  private static ReplayReport otherwise(Changes changes) throws Exception {
    try (Recording recording = open()) {
      return Replay.otherwise(recording, new HierarchicalFactory(), changes);
    }
  }

  private static Recording open() throws Exception {
    return Recording.open(folder.resolve("recordings/hour"));
  }
}
