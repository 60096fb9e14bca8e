package org.meseta.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Timers.Timer;

@Timeout(60)
class SystemRuntimeTest {
  private final SystemRuntime runtime = new SystemRuntime();
  private final EventLoop loop = runtime.loop("test");

  @AfterEach
  void close() {
    loop.close();
    runtime.close();
  }

  @Test
  void keepsTheOrderOfEachProducerUnderContention() throws Exception {
    int producers = 8;
    int each = 20_000;
    int[] last = new int[producers];
    AtomicInteger wrong = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int p = 0; p < producers; p++) {
      int producer = p;
      threads.add(
          new Thread(
              () -> {
                for (int i = 1; i <= each; i++) {
                  int number = i;
                  loop.execute(
                      () -> {
                        if (++last[producer] != number) {
                          wrong.incrementAndGet();
                        }
                      });
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    int sum = get(loop.ask(() -> java.util.Arrays.stream(last).sum()));
    assertThat(sum).isEqualTo(producers * each);
    assertThat(wrong).hasValue(0);
    assertThat(loop.backlog()).isLessThanOrEqualTo(1);
  }

  @Test
  void goesOnAfterATaskThatThrowsAndCountsIt() throws Exception {
    loop.execute(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    assertThat(get(loop.ask(loop::inLoop))).isTrue();
    assertThat(loop.inLoop()).isFalse();
    assertThat(runtime.metrics().snapshot()).containsEntry("runtime/test/failures", 1.0);
  }

  @Test
  void aQuestionThatThrowsFailsItsAnswer() {
    CompletionStage<Object> answer =
        loop.ask(
            () -> {
              throw new IllegalStateException("on purpose");
            });
    assertThatThrownBy(() -> get(answer))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("on purpose");
  }

  @Test
  void runsWhatWaitsWhenClosedAndRefusesTheRest() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger ran = new AtomicInteger();
    loop.execute(() -> await(gate));
    CompletionStage<Integer> accepted = loop.ask(ran::incrementAndGet);
    loop.close();
    CompletionStage<Integer> refused = loop.ask(ran::incrementAndGet);
    gate.countDown();
    assertThat(get(accepted)).isEqualTo(1);
    assertThatThrownBy(() -> get(refused)).hasCauseInstanceOf(RejectedExecutionException.class);
    assertThat(ran).hasValue(1);
  }

  @Test
  void endsABatchWhenAllHasRunAndAlsoWhenThereIsAlwaysMore() throws Exception {
    AtomicInteger batches = new AtomicInteger();
    CompletableFuture<Integer> seen = new CompletableFuture<>();
    loop.afterBatch(batches::incrementAndGet);
    get(loop.ask(() -> 1));
    Runnable[] again = new Runnable[1];
    again[0] =
        () -> {
          if (batches.get() < 5) {
            loop.execute(again[0]);
          } else {
            seen.complete(batches.get());
          }
        };
    loop.execute(again[0]);
    loop.execute(again[0]);
    assertThat(get(seen)).isGreaterThanOrEqualTo(5);
  }

  @Test
  void timersFireOnTheLoopInOrderAndNotAfterCancel() throws Exception {
    List<String> fired = new ArrayList<>();
    CompletableFuture<List<String>> done = new CompletableFuture<>();
    loop.timers().schedule(Duration.ofMillis(60), () -> done.complete(List.copyOf(fired)));
    loop.timers().schedule(Duration.ofMillis(40), () -> fired.add("late"));
    Timer cancelled = loop.timers().schedule(Duration.ofMillis(30), () -> fired.add("cancelled"));
    loop.timers().schedule(Duration.ofMillis(20), () -> fired.add("early " + loop.inLoop()));
    loop.timers().schedule(Duration.ofSeconds(-1), () -> fired.add("now"));
    assertThat(cancelled.cancel()).isTrue();
    assertThat(get(done)).containsExactly("now", "early true", "late");
  }

  @Test
  void holdsHundredsOfThousandsOfTimers() throws Exception {
    int many = 300_000;
    AtomicInteger fired = new AtomicInteger();
    get(
        loop.ask(
            () -> {
              for (int i = 0; i < many; i++) {
                Duration delay = i % 3 == 0 ? Duration.ofMillis(i % 50) : Duration.ofHours(1);
                loop.timers().schedule(delay, fired::incrementAndGet);
              }
              return many;
            }));
    CompletableFuture<Integer> done = new CompletableFuture<>();
    loop.timers().schedule(Duration.ofMillis(100), () -> done.complete(fired.get()));
    assertThat(get(done)).isEqualTo(many / 3);
  }

  @Test
  void blockingAnswersOnTheHomeLoopAndRefusesWhatIsTooMuch() throws Exception {
    Blocking blocking = runtime.blocking("pool", 2, loop);
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<CompletableFuture<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < Runtime.MAX_WAITING + 3; i++) {
      CompletionStage<Integer> answer =
          blocking.call(
              () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                await(gate);
                return running.decrementAndGet();
              });
      answers.add(
          answer.handle((n, error) -> error == null && loop.inLoop()).toCompletableFuture());
    }
    assertThat(get(answers.get(Runtime.MAX_WAITING + 2))).isFalse();
    gate.countDown();
    for (CompletableFuture<Boolean> answer : answers.subList(0, Runtime.MAX_WAITING + 2)) {
      assertThat(get(answer)).isTrue();
    }
    assertThat(most).hasValueLessThanOrEqualTo(2);
  }

  @Test
  void aStreamOfRandomnessIsItsOwn() {
    assertThat(runtime.random().nextLong()).isNotEqualTo(runtime.random().nextLong());
    assertThat(runtime.newUuid()).isNotEqualTo(runtime.newUuid());
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, SECONDS);
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
