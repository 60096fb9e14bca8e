package org.meseta.plugin.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.ManualTime;
import org.meseta.runtime.SystemRuntime;

/** Whatever a plugin does, its host goes on. */
class LaneTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final ManualTime time = new ManualTime();
  private final EventLoop home = time.loop("home");
  private final PluginBoard board = new PluginBoard();
  private final PluginEntry entry =
      board.add("master", "kind", "name", Origin.NONE, PluginState.RUNNING, "", time.clock().now());
  private final List<String> broken = new ArrayList<>();
  private final Lane lane = new Lane(time, home, entry, DEADLINE, broken::add);

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }

  @Test
  void givesAnswersToTheHost() {
    CompletableFuture<String> answer = lane.ask("ask", () -> done("yes"));
    time.run();
    assertThat(answer).isCompletedWithValue("yes");
    assertThat(entry.status().calls().count()).isEqualTo(1);
    assertThat(broken).isEmpty();
  }

  @Test
  void containsWhateverIsThrown() {
    List<Throwable> thrown = List.of(new IllegalStateException("a"), new NoClassDefFoundError("b"));
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (Throwable each : thrown) {
      answers.add(
          lane.ask(
              "ask",
              () -> {
                LaneTest.<RuntimeException>sneak(each);
                return done("never");
              }));
    }
    time.run();
    assertThat(answers).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(entry.status().calls().failures()).isEqualTo(2);
    assertThat(time.failures()).isEmpty();
    assertThat(lane.isOver()).isFalse();
  }

  @Test
  void containsAStackThatOverflows() {
    lane.tell("deep", this::deep);
    time.run();
    assertThat(entry.status().calls().failures()).isEqualTo(1);
    assertThat(time.failures()).isEmpty();
  }

  @Test
  void doesNotHideThatThereIsNoMemory() {
    lane.tell(
        "greedy",
        () -> {
          throw new OutOfMemoryError("planted");
        });
    time.run();
    assertThat(time.failures()).hasSize(1).first().isInstanceOf(OutOfMemoryError.class);
  }

  @SuppressWarnings("InfiniteRecursion")
  private void deep() {
    deep();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void breaksAfterThreeFailuresWithinAMinute() {
    for (int i = 0; i < 3; i++) {
      assertThat(broken).isEmpty();
      time.advance(Duration.ofSeconds(20));
      lane.tell("tell", () -> sneak(new IllegalStateException("no")));
      time.run();
    }
    assertThat(broken)
        .containsExactly("failed at tell: IllegalStateException: no (failure 3 within a minute)");
    AtomicInteger calls = new AtomicInteger();
    lane.tell("tell", calls::incrementAndGet);
    time.run();
    assertThat(calls).hasValue(0);
  }

  @Test
  void bearsAFailureNowAndThen() {
    for (int i = 0; i < 10; i++) {
      time.advance(Duration.ofSeconds(31));
      lane.tell("tell", () -> sneak(new IllegalStateException("no")));
      time.run();
    }
    assertThat(broken).isEmpty();
    assertThat(entry.status().calls().failures()).isEqualTo(10);
  }

  @Test
  void givesUpAnAnswerThatIsLateAndIgnoresItWhenItComes() {
    CompletableFuture<String> plugins = new CompletableFuture<>();
    CompletableFuture<String> answer = lane.ask("ask", () -> plugins);
    time.advance(DEADLINE);
    assertThat(answer).isCompletedExceptionally();
    plugins.complete("late");
    time.run();
    assertThat(answer).isCompletedExceptionally();
    assertThat(entry.status().calls().timeouts()).isEqualTo(1);
    assertThat(time.failures()).isEmpty();
  }

  @Test
  void takesTheFirstOfTwoAnswers() {
    CompletableFuture<String> plugins = new CompletableFuture<>();
    CompletableFuture<String> answer = lane.ask("ask", () -> plugins);
    time.run();
    plugins.complete("first");
    plugins.obtrudeValue("second");
    time.run();
    assertThat(answer).isCompletedWithValue("first");
  }

  @Test
  void countsNullInsteadOfAnAnswerAsAFailure() {
    CompletableFuture<String> answer = lane.ask("ask", () -> null);
    time.run();
    assertThat(answer).isCompletedExceptionally();
    assertThat(entry.status().calls().failures()).isEqualTo(1);
  }

  @Test
  void aStageThatFailsIsAnAnswer() {
    CompletableFuture<String> answer =
        lane.ask("ask", () -> CompletableFuture.failedFuture(new IllegalStateException("no")));
    time.run();
    assertThat(answer).isCompletedExceptionally();
    assertThat(entry.status().calls().failures()).isZero();
  }

  @Test
  void countsTimersOfThePlugin() {
    lane.timers().schedule(Duration.ofSeconds(1), () -> sneak(new IllegalStateException("no")));
    time.advance(Duration.ofSeconds(1));
    assertThat(entry.status().calls().failures()).isEqualTo(1);
    assertThat(time.failures()).isEmpty();
  }

  @Test
  void failsWhatIsOpenWhenItEnds() {
    CompletableFuture<String> answer = lane.ask("ask", CompletableFuture::new);
    CompletableFuture<String> watch = lane.await("watch", CompletableFuture::new);
    time.advance(DEADLINE.dividedBy(2));
    List<String> ended = new ArrayList<>();
    lane.close(() -> ended.add("closed"), () -> ended.add("ended"));
    time.run();
    assertThat(answer).isCompletedExceptionally();
    assertThat(watch).isCompletedExceptionally();
    assertThat(ended).containsExactly("closed", "ended");
    time.advance(DEADLINE.multipliedBy(3));
    assertThat(ended).hasSize(2);
  }

  /** On real threads, because virtual time has no calls that block. */
  @Test
  void leavesAPluginThatBlocks() {
    try (SystemRuntime runtime = new SystemRuntime()) {
      EventLoop host = runtime.loop("host");
      List<String> reasons = new ArrayList<>();
      CountDownLatch never = new CountDownLatch(1);
      Lane real =
          new Lane(
              runtime,
              host,
              entry,
              Duration.ofMillis(200),
              reason -> {
                synchronized (reasons) {
                  reasons.add(reason);
                }
              });
      List<Boolean> interrupted = new ArrayList<>();
      host.execute(() -> real.tell("block", () -> block(never, interrupted)));
      Awaitility.await()
          .until(
              () -> {
                synchronized (reasons) {
                  return reasons.equals(List.of("has not returned from block within 0.2 s"));
                }
              });
      Awaitility.await()
          .until(
              () -> {
                synchronized (interrupted) {
                  return !interrupted.isEmpty();
                }
              });
      host.close();
    }
  }

  private static void block(CountDownLatch never, List<Boolean> interrupted) {
    try {
      never.await();
    } catch (InterruptedException e) {
      synchronized (interrupted) {
        interrupted.add(true);
      }
    }
  }
}
