package org.meseta.storage.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.meseta.storage.ratis.Logs.append;
import static org.meseta.storage.ratis.Logs.texts;
import static org.meseta.storage.ratis.Logs.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.storage.StateLog;

class RatisLogTest {
  @TempDir Path temporary;

  private Texts state = new Texts();

  private Path folder() {
    return temporary.resolve("deep/log");
  }

  private StateLog open() throws Exception {
    state = new Texts();
    return Logs.open(folder(), state);
  }

  @Test
  void findsAgainWhatWasAcknowledged() throws Exception {
    try (StateLog log = open()) {
      write(log, "text 1");
      assertThat(state.texts).isEqualTo(texts(1, 1));
      write(log, "text 2");
    }
    try (StateLog log = open()) {
      assertThat(state.texts).isEqualTo(texts(1, 2));
      write(log, "text 3");
    }
    try (StateLog log = open()) {
      assertThat(state.texts).isEqualTo(texts(1, 3));
    }
  }

  @Test
  void keepsTheOrderOfManyAtOnce() throws Exception {
    try (StateLog log = open()) {
      List<CompletableFuture<?>> all = new ArrayList<>();
      List<Integer> acknowledged = new ArrayList<>();
      for (int i = 1; i <= 5000; i++) {
        int number = i;
        all.add(append(log, "text " + i).thenRun(() -> acknowledged.add(number)));
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
          .get(Logs.PATIENCE, TimeUnit.SECONDS);
      assertThat(state.texts).isEqualTo(texts(1, 5000));
      assertThat(acknowledged).hasSize(5000).isSorted();
    }
    try (StateLog log = open()) {
      assertThat(state.texts).isEqualTo(texts(1, 5000));
    }
  }

  @Test
  void takesWhatComesBeforeItLeads() throws Exception {
    Texts texts = new Texts();
    try (StateLog log = RatisLog.open(folder(), texts)) {
      write(log, "text 1");
      assertThat(texts.texts).isEqualTo(texts(1, 1));
    }
  }

  @Test
  void refusesARecordThatIsTooLargeAndGoesOn() throws Exception {
    try (StateLog log = open()) {
      assertThatThrownBy(() -> append(log, "x".repeat(log.limit() + 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("larger than " + log.limit());
      assertThat(state.texts).isEmpty();
      write(log, "x".repeat(log.limit()));
      write(log, "text 2");
    }
    try (StateLog log = open()) {
      assertThat(state.texts).hasSize(2).endsWith("text 2");
    }
  }

  @Test
  void takesNoMoreRoomThanItsStateNeeds() throws Exception {
    String filler = "x".repeat(1 << 20);
    try (StateLog log = open()) {
      for (int i = 0; i < 60; i++) {
        write(log, i % 3 == 0 ? "clear" : filler);
      }
      write(log, "text 1");
    }
    long size = 0;
    for (Path file : Logs.files(folder())) {
      size += Files.size(file);
    }
    assertThat(size).isLessThan(40 << 20);
    try (StateLog log = open()) {
      assertThat(state.texts).hasSize(1 + 2).endsWith("text 1");
      write(log, "clear");
    }
    try (StateLog log = open()) {
      assertThat(state.texts).isEmpty();
    }
  }

  @Test
  void takesNothingAfterItWasClosed() throws Exception {
    StateLog log = open();
    log.close();
    log.close();
    assertThat(append(log, "late"))
        .failsWithin(java.time.Duration.ofSeconds(Logs.PATIENCE))
        .withThrowableThat()
        .withCauseInstanceOf(IOException.class)
        .withMessageContaining("closed");
  }

  @Test
  void isReadableByItsUserOnly() throws Exception {
    open().close();
    assertThat(Files.getPosixFilePermissions(folder()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void needsNoThreadsOfANetwork() throws Exception {
    try (StateLog log = open()) {
      write(log, "text 1");
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .noneMatch(name -> name.contains("netty") || name.contains("grpc"));
    }
  }

  @Test
  void isOpenOnce() throws Exception {
    try (StateLog log = open()) {
      assertThatThrownBy(() -> RatisLog.open(folder(), new Texts()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(folder().toString());
      write(log, "text 1");
    }
  }
}
