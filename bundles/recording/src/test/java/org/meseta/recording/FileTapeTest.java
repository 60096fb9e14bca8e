package org.meseta.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.Blocking;
import org.meseta.plugins.allocator.hierarchical.HierarchicalFactory;
import org.meseta.recording.proto.Step;

/** What is written is read again, or the reader says what is wrong with it. */
class FileTapeTest {
  private static final long SEED = 3;
  private static final int STEPS = 25;

  /** On the caller's thread. */
  private static final Blocking AT_ONCE =
      new Blocking() {
        @Override
        public <T> CompletionStage<T> call(Callable<T> work) {
          try {
            return CompletableFuture.completedFuture(work.call());
          } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
          }
        }
      };

  @TempDir Path folder;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> ends = new ArrayList<>();

  @BeforeEach
  void makeSteps() {
    RandomHistory.run(SEED, new HierarchicalFactory(), Duration.ofMinutes(1), steps::add);
    steps.subList(STEPS, steps.size()).clear();
  }

  private FileTape tape(String name, long limit) {
    FileTape tape = new FileTape(folder.resolve(name), limit, AT_ONCE, ends::add);
    tape.begin(RandomHistory.header(SEED));
    steps.forEach(tape::add);
    return tape;
  }

  private byte[] whole() throws IOException {
    tape("whole", 1 << 20).end("enough");
    return Files.readAllBytes(folder.resolve("whole"));
  }

  /** Its steps, and whether it has an end. */
  private record Read(List<Step> steps, boolean whole) {}

  private static Read read(Path file) throws IOException {
    List<Step> read = new ArrayList<>();
    try (Recording recording = Recording.open(file)) {
      for (Optional<Step> step = recording.next(); step.isPresent(); step = recording.next()) {
        read.add(step.get());
      }
      return new Read(read, recording.isWhole());
    }
  }

  @Test
  void givesBackWhatWasWrittenBeforeItEnds() throws Exception {
    FileTape tape = tape("going on", 1 << 20);
    assertThat(read(folder.resolve("going on"))).isEqualTo(new Read(steps, false));
    tape.end("enough");
    tape.add(steps.get(0));
    assertThat(read(folder.resolve("going on"))).isEqualTo(new Read(steps, true));
    assertThat(ends).containsExactly("enough");
  }

  @Test
  void endsInOrderWhenItIsFull() throws Exception {
    int limit = whole().length - 1;
    assertThat(tape("full", limit).isOver()).isTrue();
    Path file = folder.resolve("full");
    assertThat(read(file)).isEqualTo(new Read(steps.subList(0, STEPS - 1), true));
    assertThat(Files.size(file)).isLessThanOrEqualTo(limit);
    assertThat(ends.get(1)).contains("has reached");
  }

  @Test
  void isReadUpToWhereItWasCut() throws Exception {
    byte[] whole = whole();
    Path file = folder.resolve("cut");
    int read = -1;
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      if (length < Frames.start().length) {
        assertThatThrownBy(() -> read(file)).hasMessageContaining("is no recording");
      } else if (read >= 0 || length >= Frames.start().length + firstFrame()) {
        Read cut = read(file);
        assertThat(cut.whole()).isFalse();
        assertThat(cut.steps()).isEqualTo(steps.subList(0, cut.steps().size()));
        assertThat(cut.steps()).hasSizeGreaterThanOrEqualTo(Math.max(0, read));
        read = cut.steps().size();
      } else {
        assertThatThrownBy(() -> read(file)).hasMessageContaining("has only begun");
      }
    }
    assertThat(read).isEqualTo(STEPS);
  }

  private static int firstFrame() {
    return Frames.of(RandomHistory.header(SEED)).length;
  }

  @Test
  void isDamagedWhicheverByteIsAnother() throws Exception {
    byte[] whole = whole();
    Path file = folder.resolve("damaged");
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << (at % Byte.SIZE));
      Files.write(file, damaged);
      try {
        Recording.open(file).close();
        fail("a flip at %d was not seen", at);
      } catch (IOException e) {
        boolean start = at < Frames.start().length;
        assertThat(e).hasMessageContaining(start ? "recording" : "is damaged at offset ");
      }
    }
  }

  @Test
  void isDamagedWhereSomethingFollowsItsEnd() throws Exception {
    byte[] whole = whole();
    Path file = Files.write(folder.resolve("more"), Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> read(file)).hasMessageContaining("offset " + whole.length);
  }
}
