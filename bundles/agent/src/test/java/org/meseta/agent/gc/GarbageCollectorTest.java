package org.meseta.agent.gc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.agent.checkpoint.CheckpointWriter;
import org.meseta.agent.checkpoint.Checkpoints;
import org.meseta.agent.checkpoint.Layout;
import org.meseta.agent.host.Users;
import org.meseta.plugin.Blocking;
import org.meseta.runtime.ManualTime;

/** With threads that do one thing when the test says so. */
class GarbageCollectorTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path work;
  private final ManualTime time = new ManualTime();
  private final Steps writing = new Steps();
  private final Steps emptying = new Steps();
  private Path framework;
  private GarbageCollector garbage;

  private static final class Steps implements Blocking {
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    @Override
    public <T> CompletableFuture<T> call(Callable<T> work) {
      CompletableFuture<T> answer = new CompletableFuture<>();
      waiting.add(() -> complete(answer, work));
      return answer;
    }

    private static <T> void complete(CompletableFuture<T> answer, Callable<T> work) {
      try {
        answer.complete(work.call());
      } catch (Exception e) {
        answer.completeExceptionally(e);
      }
    }

    void one() {
      waiting.remove().run();
    }
  }

  @BeforeEach
  void start() throws IOException {
    framework = Files.createDirectories(work.resolve("slaves/S0/frameworks/f"));
    restart();
  }

  private void restart() throws IOException {
    Layout layout = new Layout(work);
    Checkpoints checkpoints =
        new Checkpoints(new CheckpointWriter(layout, new Users(true)), writing);
    garbage =
        new GarbageCollector(
            work,
            new GcOptions(MINUTE, 0, MINUTE),
            time,
            time.loop("agent").timers(),
            emptying,
            new Trash(layout, checkpoints, emptying, time::newUuid),
            time.metrics());
    garbage.start();
    emptying.one();
  }

  @AfterEach
  void nothingFailedOnTheLoop() {
    assertThat(time.failures()).isEmpty();
  }

  /** So long that the folder is old enough, and one look at the disk. */
  private void growOld() {
    time.advance(MINUTE);
    emptying.one();
  }

  private double metric(String name) {
    return time.metrics().snapshot().getOrDefault("gc/path_removals_" + name, Double.NaN);
  }

  @Test
  void removesWhatIsOldByWayOfTheTrash() throws IOException {
    Files.writeString(framework.resolve("file"), "text");
    garbage.discard(framework);
    growOld();
    assertThat(metric("succeeded")).isZero();

    writing.one();
    assertThat(framework).doesNotExist();
    emptying.one();

    assertThat(metric("succeeded")).isEqualTo(1);
    assertThat(metric("pending")).isZero();
    assertThat(work.resolve("slaves/.trash")).isEmptyDirectory();
  }

  @Test
  void keepsWhatANewRunPutsWhereARemovalHasBegun() throws IOException {
    garbage.discard(framework);
    growOld();
    assertThat(writing.waiting).as("the removal has begun").hasSize(1);

    garbage.keep(framework);
    Path sandbox = framework.resolve("executors/t/runs/new");
    // As a launch does: after all that was asked for before.
    CompletableFuture<Path> made = writing.call(() -> Files.createDirectories(sandbox));
    writing.one();
    writing.one();
    emptying.one();
    assertThat(made).isCompleted();

    assertThat(sandbox).exists();
  }

  @Test
  void keepsWhatIsNeededAgainWhileSomethingElseIsRemoved() throws IOException {
    Path first = Files.createDirectories(work.resolve("slaves/S0/frameworks/first"));
    garbage.discard(first);
    garbage.discard(framework);
    growOld();

    garbage.keep(framework);
    writing.one();
    emptying.one();

    assertThat(writing.waiting).isEmpty();
    assertThat(framework).exists();
    assertThat(first).doesNotExist();
  }

  @Test
  void triesAgainWhatCannotBeTakenAway() throws IOException {
    Path inTheWay = Files.writeString(work.resolve("slaves/.trash"), "no folder");
    garbage.discard(framework);
    growOld();
    writing.one();
    assertThat(metric("failed")).isEqualTo(1);
    assertThat(metric("pending")).isEqualTo(1);

    Files.delete(inTheWay);
    growOld();
    writing.one();
    emptying.one();

    assertThat(framework).doesNotExist();
    assertThat(metric("succeeded")).isEqualTo(1);
  }

  @Test
  void forgetsWhatCouldNotBeTakenAwayAndIsNeededAgain() throws IOException {
    Path inTheWay = Files.writeString(work.resolve("slaves/.trash"), "no folder");
    garbage.discard(framework);
    growOld();
    garbage.keep(framework);
    writing.one();
    Files.delete(inTheWay);

    growOld();

    assertThat(writing.waiting).isEmpty();
    assertThat(framework).exists();
  }

  @Test
  void triesAgainWhatCannotBeEmptied() throws IOException {
    garbage.discard(framework);
    growOld();
    writing.one();
    Path trash = work.resolve("slaves/.trash");
    Files.move(trash, work.resolve("aside"));
    Files.writeString(trash, "no folder");
    emptying.one();
    Files.delete(trash);
    Files.move(work.resolve("aside"), trash);
    assertThat(trash).isNotEmptyDirectory();

    growOld();
    emptying.one();

    assertThat(trash).isEmptyDirectory();
  }

  @Test
  void emptiesTheTrashThatAFormerLifeHasLeft() throws IOException {
    Files.createDirectories(work.resolve("slaves/.trash/1/full"));
    Files.createDirectories(work.resolve("meta/slaves/.trash/2/full"));

    restart();
    emptying.one();
    emptying.one();

    assertThat(work.resolve("slaves/.trash")).isEmptyDirectory();
    assertThat(work.resolve("meta/slaves/.trash")).isEmptyDirectory();
  }
}
