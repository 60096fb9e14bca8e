package org.meseta.itests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.protocol.v1.TaskState;
import org.meseta.runtime.ManualTime;
import org.meseta.testkit.cluster.Simulation;
import org.meseta.testkit.cluster.invariant.Invariants;
import org.meseta.testkit.cluster.scheduler.Memory;
import org.meseta.testkit.cluster.scheduler.SimulatedScheduler;
import org.meseta.testkit.cluster.scheduler.Temper;
import org.meseta.testkit.cluster.world.Shape;
import org.meseta.testkit.cluster.world.World;

/** Nothing goes wrong here. */
class PlainRunTest {
  private static final Shape SHAPE =
      new Shape(
          Map.of(),
          List.of("cpus:4;mem:1024", "cpus:8;mem:4096"),
          List.of(Temper.good(100, Duration.ZERO)));

  @TempDir Path folder;

  @Test
  void aGoodSchedulerRunsAHundredTasksOnTwoAgents() throws Exception {
    World world = run(7, folder);
    SimulatedScheduler scheduler = world.schedulers().get(0);
    assertThat(scheduler.memory().tasks()).hasSizeGreaterThanOrEqualTo(100);
    assertThat(scheduler.memory().tasks().values())
        .allSatisfy(
            task ->
                assertThat(firstState(task)).isIn(TaskState.TASK_STARTING, TaskState.TASK_FAILED))
        .extracting(Memory.Known::state)
        .contains(TaskState.TASK_FINISHED, TaskState.TASK_FAILED, TaskState.TASK_KILLED)
        .doesNotContain(TaskState.TASK_LOST, TaskState.TASK_DROPPED);
    assertThat(world.time().failures()).isEmpty();
    assertThat(world.journal().faultCount()).isZero();
  }

  @Test
  void theSameSeedIsTheSameRun() throws Exception {
    String digest = run(7, folder.resolve("a")).journal().digest();
    assertThat(run(7, folder.resolve("b")).journal().digest()).isEqualTo(digest);
    assertThat(run(8, folder.resolve("c")).journal().digest()).isNotEqualTo(digest);
  }

  private static TaskState firstState(Memory.Known task) {
    return task.heard().get(0).getState();
  }

  private static World run(long seed, Path folder) {
    World world = new World(new ManualTime(seed), new RealDaemons(), SHAPE, folder, 0);
    Simulation simulation = new Simulation(world, Invariants.ALL);
    simulation.start();
    SimulatedScheduler scheduler = world.schedulers().get(0);
    boolean done =
        simulation.runUntil(
            () ->
                scheduler.isDone()
                    && scheduler.memory().tasks().values().stream().allMatch(Memory.Known::isOver),
            Duration.ofHours(1));
    assertThat(done).isTrue();
    return world;
  }
}
