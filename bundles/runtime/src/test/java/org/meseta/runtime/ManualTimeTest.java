package org.meseta.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.Timers.Timer;

class ManualTimeTest {
  private final ManualTime time = new ManualTime(7);
  private final EventLoop a = time.loop("a");
  private final EventLoop b = time.loop("b");
  private final List<String> log = new ArrayList<>();

  @Test
  void runsNothingBeforeItIsToldTo() {
    a.execute(() -> log.add("ran"));
    a.timers().schedule(Duration.ZERO, () -> log.add("timer"));
    assertThat(log).isEmpty();
    assertThat(a.backlog()).isEqualTo(1);
    time.run();
    assertThat(log).containsExactly("ran", "timer");
  }

  @Test
  void runsThingsOfAllLoopsInTheOrderGiven() {
    a.execute(() -> b.execute(() -> log.add("b2 " + b.inLoop() + a.inLoop())));
    b.execute(() -> log.add("b1"));
    a.execute(() -> log.add("a"));
    time.run();
    assertThat(log).containsExactly("b1", "a", "b2 truefalse");
  }

  @Test
  void timePassesFromTimerToTimer() {
    a.timers().schedule(Duration.ofSeconds(20), () -> log.add("20 at " + seconds()));
    a.timers()
        .schedule(
            Duration.ofSeconds(5),
            () -> b.timers().schedule(Duration.ofSeconds(3), () -> log.add("5+3 at " + seconds())));
    Timer gone = b.timers().schedule(Duration.ofSeconds(6), () -> log.add("cancelled"));
    gone.cancel();
    time.advance(Duration.ofSeconds(10));
    assertThat(log).containsExactly("5+3 at 8");
    assertThat(seconds()).isEqualTo(10);
    assertThat(time.untilNextTimer()).contains(Duration.ofSeconds(10));
    time.advance(Duration.ofHours(1));
    assertThat(log).containsExactly("5+3 at 8", "20 at 20");
    assertThat(time.untilNextTimer()).isEmpty();
  }

  @Test
  void leapsToTheNextTimerAndRunsNothing() {
    a.timers().schedule(Duration.ofSeconds(5), () -> log.add("5 at " + seconds()));
    assertThat(time.leap(Duration.ofSeconds(3))).isFalse();
    assertThat(seconds()).isEqualTo(3);
    assertThat(time.leap(Duration.ofSeconds(3))).isTrue();
    assertThat(log).isEmpty();
    assertThat(time.step()).isTrue();
    assertThat(log).containsExactly("5 at 5");
    assertThat(time.leap(Duration.ofSeconds(3))).isFalse();
  }

  @Test
  void endsABatchOfALoopWhenItHasNothingLeft() {
    a.afterBatch(() -> log.add("flush"));
    a.execute(() -> log.add("1"));
    a.execute(() -> log.add("2"));
    time.run();
    assertThat(log).containsExactly("1", "2", "flush");
  }

  @Test
  void blockingWorkIsATaskAndAnswersAtHome() {
    time.blocking("pool", 1, a)
        .call(() -> "work " + a.inLoop())
        .thenAccept(w -> log.add(w + " " + a.inLoop()));
    assertThat(log).isEmpty();
    time.run();
    assertThat(log).containsExactly("work false true");
  }

  @Test
  void collectsWhatTasksThrow() {
    a.execute(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    a.execute(() -> log.add("on"));
    time.run();
    assertThat(log).containsExactly("on");
    assertThat(time.failures()).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aClosedLoopFinishesAndRefuses() {
    a.execute(() -> log.add("before"));
    a.timers().schedule(Duration.ofSeconds(1), () -> log.add("timer"));
    a.close();
    a.execute(() -> log.add("after"));
    assertThatThrownBy(() -> a.ask(() -> 1).toCompletableFuture().join())
        .hasMessageContaining("loop a is closed");
    time.advance(Duration.ofMinutes(1));
    assertThat(log).containsExactly("before");
  }

  @Property(tries = 50)
  void theSameSeedGivesTheSameRandomness(@ForAll long seed) {
    assertThat(draw(seed)).isEqualTo(draw(seed));
    assertThat(draw(seed)).isNotEqualTo(draw(seed + 1));
    UUID uuid = new ManualTime(seed).newUuid();
    assertThat(uuid.version()).isEqualTo(4);
    assertThat(uuid.variant()).isEqualTo(2);
  }

  private static List<Object> draw(long seed) {
    ManualTime time = new ManualTime(seed);
    return List.of(time.newUuid(), time.random().nextLong(), time.random().nextInt());
  }

  private long seconds() {
    return Duration.between(ManualTime.START, time.now()).toSeconds();
  }
}
