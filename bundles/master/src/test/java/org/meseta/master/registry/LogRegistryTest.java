package org.meseta.master.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.ManualTime;

class LogRegistryTest {
  private final ManualTime time = new ManualTime();
  private final EventLoop loop = time.loop("master");
  private final Registered registered = new Registered();
  private final HeldLog log = new HeldLog(registered);
  private final List<String> ends = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final LogRegistry registry =
      new LogRegistry(loop, log, registered, Duration.ofSeconds(20), time.metrics(), ends::add);

  private void write(String role) {
    loop.execute(
        () -> {
          CompletionStage<?> stage = registry.weigh(Map.of(role, 2.0));
          stage.whenComplete(
              (written, failure) -> {
                assertThat(loop.inLoop()).isTrue();
                done.add(role + (failure == null ? "" : " failed"));
              });
        });
    time.run();
  }

  private void writeOne() {
    log.writeOne();
    time.run();
  }

  @Test
  void completesOnTheLoopInOrderAndNotBeforeItIsWritten() {
    write("a");
    write("b");
    assertThat(done).isEmpty();
    assertThat(time.metrics().snapshot()).containsEntry("registrar/queued_operations", 2.0);
    writeOne();
    assertThat(done).containsExactly("a");
    writeOne();
    assertThat(done).containsExactly("a", "b");
    assertThat(time.metrics().snapshot())
        .containsEntry("registrar/queued_operations", 0.0)
        .containsEntry("registrar/registry_size_bytes", (double) registered.size())
        .containsKey("registrar/state_store_ms");
  }

  @Test
  void endsTheMasterWhenAnOperationFails() {
    write("a");
    write("b");
    log.failOne();
    log.failOne();
    time.run();
    assertThat(done).containsExactly("a failed", "b failed");
    assertThat(ends).hasSize(1).first().asString().contains("cannot be written", "disk is full");
  }

  @Test
  void endsTheMasterWhenNothingIsWrittenForTooLong() {
    write("a");
    time.advance(Duration.ofSeconds(19));
    assertThat(ends).isEmpty();
    time.advance(Duration.ofSeconds(1));
    assertThat(ends)
        .containsExactly(
            "The registry could not be written within --registry_store_timeout of 20secs");
    time.advance(Duration.ofSeconds(100));
    assertThat(ends).hasSize(1);
  }

  @Test
  void isPatientAsLongAsSomethingIsWritten() {
    for (int i = 0; i < 10; i++) {
      write("role" + i);
    }
    for (int i = 0; i < 10; i++) {
      time.advance(Duration.ofSeconds(15));
      writeOne();
    }
    time.advance(Duration.ofSeconds(100));
    write("late");
    time.advance(Duration.ofSeconds(19));
    assertThat(ends).isEmpty();
    assertThat(done).hasSize(10);
  }
}
