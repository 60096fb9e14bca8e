package org.meseta.storage.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.meseta.storage.ratis.Logs.texts;
import static org.meseta.storage.ratis.Logs.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.storage.DamagedFileException;
import org.meseta.storage.Folders;
import org.meseta.storage.StateLog;

/** What was acknowledged is found again, or the log is refused; whatever happened to its files. */
class DamageTest {
  private static final int RECORDS = 12;

  @TempDir Path temporary;

  private Path before;
  private Path last;
  private int copies;

  /** Copies of a log that was killed: before its last record was acknowledged, and after. */
  @BeforeEach
  void makeALog() throws Exception {
    Path folder = temporary.resolve("log");
    try (StateLog log = Logs.open(folder, new Texts())) {
      for (int i = 1; i < RECORDS; i++) {
        write(log, "text " + i);
      }
      before = Logs.copy(folder, temporary.resolve("before"));
      write(log, "text " + RECORDS);
      last = Logs.copy(folder, temporary.resolve("last"));
    }
  }

  private Path another(Path from) throws IOException {
    return Logs.copy(from, temporary.resolve("copy" + copies++));
  }

  private static Path segment(Path log) throws IOException {
    return Logs.files(log).stream()
        .filter(file -> file.getFileName().toString().startsWith("log_inprogress"))
        .findFirst()
        .orElseThrow();
  }

  private static Path member(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      return files.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  private static long end(Path log) throws IOException {
    Segment open = Segment.in(member(log).resolve("current")).get(0);
    return open.read(entry -> {}).offset();
  }

  private static Inspection inspection(Path log, long acknowledged) throws IOException {
    return new Inspection(member(log), acknowledged);
  }

  @Test
  void refusesALogThatWasCutAnywhere() throws Exception {
    long end = end(last);
    for (long size = 0; size < end; size++) {
      Path log = another(last);
      Path file = segment(log);
      cut(file, size);
      byte[] cut = Files.readAllBytes(file);
      assertThatThrownBy(() -> inspection(log, RECORDS).run())
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("offset")
          .hasMessageContaining(String.valueOf(RECORDS));
      assertThat(Files.readAllBytes(file)).as("unchanged").isEqualTo(cut);
    }
    inspection(another(last), RECORDS).run();
  }

  @Test
  void refusesALogWithAnyBitFlipped() throws Exception {
    long end = end(last);
    for (int at = 0; at < end; at++) {
      Path log = another(last);
      flip(segment(log), at);
      assertThatThrownBy(() -> inspection(log, RECORDS).run())
          .as("flipped at %s", at)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining(segment(log).toString());
    }
  }

  @Test
  void namesTheOffsetOfTheDamage() throws Exception {
    Path log = another(last);
    int at = (int) end(before);
    flip(segment(log), at + 3);
    assertThatThrownBy(() -> RatisLog.open(log, new Texts()))
        .isInstanceOfSatisfying(
            DamagedFileException.class, e -> assertThat(e.offset()).isEqualTo(at));
  }

  /** A process that dies while it writes leaves a part of it, or something else in its place. */
  @Test
  void toleratesATornTailThatWasNeverAcknowledged() throws Exception {
    long from = end(before);
    long end = end(last);
    for (long size : List.of(from, from + 1, (from + end) / 2, end - 1)) {
      Path log = unacknowledged();
      cut(segment(log), size);
      assertThat(reopened(log)).isEqualTo(texts(1, RECORDS - 1));
    }
    for (int at : List.of((int) from, (int) (from + end) / 2, (int) end - 1)) {
      Path log = unacknowledged();
      flip(segment(log), at);
      assertThat(reopened(log)).isEqualTo(texts(1, RECORDS - 1));
    }
    assertThat(reopened(unacknowledged())).as("nothing torn").isEqualTo(texts(1, RECORDS));
  }

  /** The files of the end with what was said to be acknowledged one record before. */
  private Path unacknowledged() throws IOException {
    Path log = another(last);
    Files.copy(
        before.resolve("acknowledged"),
        log.resolve("acknowledged"),
        StandardCopyOption.REPLACE_EXISTING);
    return log;
  }

  @Test
  void refusesWithoutItsFiles() throws Exception {
    for (Path file : Logs.files(last)) {
      Path log = another(last);
      Files.delete(log.resolve(last.relativize(file)));
      assertRefusedOrWhole(log, "without " + file.getFileName());
    }
    Path empty = another(last);
    Folders.delete(member(empty));
    assertThatThrownBy(() -> RatisLog.open(empty, new Texts()))
        .hasMessageContaining(RECORDS + " records were acknowledged");
  }

  @Test
  void refusesOrHasAllWhateverByteOfItsOtherFilesIsFlipped() throws Exception {
    for (Path file : Logs.files(last)) {
      if (!file.equals(segment(last))) {
        for (int at : places(Files.size(file))) {
          Path log = another(last);
          flip(log.resolve(last.relativize(file)), at);
          assertRefusedOrWhole(log, file.getFileName() + " flipped at " + at);
        }
      }
    }
  }

  @Test
  void refusesASnapshotThatIsDamagedOrMissing() throws Exception {
    Path folder = temporary.resolve("long");
    String filler = "x".repeat(1 << 20);
    try (StateLog log = Logs.open(folder, new Texts())) {
      for (int i = 0; i < 40; i++) {
        write(log, i % 3 == 0 ? "clear" : filler);
      }
    }
    Path snapshot =
        Logs.files(folder).stream()
            .filter(f -> f.getFileName().toString().matches("snapshot\\.\\d+_\\d+"))
            .findFirst()
            .orElseThrow();
    for (int at : new int[] {0, 10, 17, 19, 20, (int) Files.size(snapshot) - 1}) {
      Path log = another(folder);
      Path damaged = log.resolve(folder.relativize(snapshot));
      flip(damaged, at);
      assertThatThrownBy(() -> RatisLog.open(log, new Texts()))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining(damaged.toString());
    }
    Path without = another(folder);
    Files.delete(without.resolve(folder.relativize(snapshot)));
    assertThatThrownBy(() -> RatisLog.open(without, new Texts()))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("is missing");
    assertThat(reopened(another(folder))).isEmpty();
    Path undigested = another(folder);
    for (Path file : Logs.files(undigested)) {
      if (file.toString().endsWith(".md5")) {
        Files.delete(file);
      }
    }
    Path sm = member(undigested).resolve("sm");
    Files.write(sm.resolve(".snapshot.1_99999.meseta-new"), new byte[] {1, 2, 3});
    assertThat(reopened(undigested)).as("killed while it compacted").isEmpty();
    assertThat(sm).isDirectoryNotContaining("glob:**meseta-new");
  }

  /** Before anything is acknowledged, a start that was interrupted anywhere is begun anew. */
  @Test
  void beginsAnewAfterAnInterruptedFirstStart() throws Exception {
    Path empty = temporary.resolve("first");
    Files.createDirectories(empty);
    Mark.create(empty.resolve("acknowledged"));
    assertThat(reopened(empty)).isEmpty();
    Path half = temporary.resolve("second");
    Path current = half.resolve(last.relativize(member(last))).resolve("current");
    Files.createDirectories(current);
    Mark.create(half.resolve("acknowledged"));
    Files.write(current.resolve("raft-meta.conf"), new byte[] {1, 2, 3});
    assertThat(reopened(half)).isEmpty();
  }

  private static void assertRefusedOrWhole(Path log, String what) throws Exception {
    List<String> found;
    try {
      found = reopened(log);
    } catch (IOException e) {
      assertThat(e.getMessage()).as(what).isNotBlank();
      return;
    }
    assertThat(found).as(what).isEqualTo(texts(1, RECORDS));
  }

  private static List<String> reopened(Path log) throws Exception {
    Texts state = new Texts();
    try (StateLog opened = Logs.open(log, state)) {
      return new ArrayList<>(state.texts);
    }
  }

  private static Set<Integer> places(long size) {
    Set<Integer> places = new TreeSet<>();
    for (int i = 0; i <= 8; i++) {
      places.add((int) (i * (size - 1) / 8));
    }
    return places;
  }

  private static void cut(Path file, long size) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) size));
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[at] ^= 0x10;
    Files.write(file, content);
  }
}
