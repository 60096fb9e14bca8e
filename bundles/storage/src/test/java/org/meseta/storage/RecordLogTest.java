package org.meseta.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordLogTest {
  private static final int LIMIT = 1000;

  @TempDir Path folder;

  @Test
  void replaysInOrderWhatWasAppended() throws IOException {
    Path file = folder.resolve("log");
    write(file, List.of("one", "", "three"), List.of());
    write(file, List.of("four"), List.of());
    assertThat(read(file)).containsExactly("one", "", "three", "four");
  }

  @Test
  void addsToALogThatWasMadeWithoutAFlush() throws IOException {
    Path file = folder.resolve("log");
    RecordLog.createUntilReboot(file);
    assertThat(read(file)).isEmpty();
    write(file, List.of("one"), List.of("two"));
    assertThat(read(file)).containsExactly("one", "two");
  }

  @Test
  void keepsAllThatIsAcknowledgedWhereverTheFileIsCutAfterIt() throws IOException {
    Path file = folder.resolve("log");
    long acknowledged = write(file, List.of("one", "two"), List.of("three", "", "five"));
    byte[] whole = Files.readAllBytes(file);
    for (int cut = (int) acknowledged; cut <= whole.length; cut++) {
      Files.write(file, Arrays.copyOf(whole, cut));
      List<String> found = read(file);
      assertThat(found).startsWith("one", "two");
      assertThat(List.of("one", "two", "three", "", "five")).startsWith(array(found));
      assertThat(read(file)).as("after the tail is cut off at %d", cut).isEqualTo(found);
    }
  }

  @Test
  void refusesAFileThatIsCutBeforeTheAcknowledgedEnd() throws IOException {
    Path file = folder.resolve("log");
    long acknowledged = write(file, List.of("one", "two", "three"), List.of());
    byte[] whole = Files.readAllBytes(file);
    for (int cut = 0; cut < acknowledged; cut++) {
      byte[] part = Arrays.copyOf(whole, cut);
      assertRefused(file, part);
    }
  }

  @Test
  void refusesAnyFlippedBitBeforeTheAcknowledgedEnd() throws IOException {
    Path file = folder.resolve("log");
    long acknowledged = write(file, List.of("one", "two", "three"), List.of("four"));
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 0; bit < acknowledged * 8; bit++) {
      byte[] bad = whole.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused(file, bad);
    }
  }

  @Test
  void dropsADamagedTailThatWasNeverAcknowledgedAndGoesOn() throws IOException {
    Path file = folder.resolve("log");
    long acknowledged = write(file, List.of("one"), List.of("two", "three"));
    byte[] bad = Files.readAllBytes(file);
    bad[(int) acknowledged + RecordLog.FRAME]++;
    Files.write(file, bad);
    try (RecordLog log = RecordLog.open(file, LIMIT, r -> {})) {
      assertThat(log.recovery())
          .isEqualTo(new RecordLog.Recovery(1, acknowledged, bad.length - acknowledged));
      log.append("four".getBytes(UTF_8));
      log.sync();
    }
    assertThat(read(file)).containsExactly("one", "four");
  }

  @Test
  void takesZerosAfterTheEndForATornTail() throws IOException {
    Path file = folder.resolve("log");
    write(file, List.of("one"), List.of());
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length + 64));
    assertThat(read(file)).containsExactly("one");
    assertThat(Files.size(file)).isEqualTo(whole.length);
  }

  @Test
  void saysWhichFileIsDamagedAndWhere() throws IOException {
    Path file = folder.resolve("log");
    write(file, List.of("one", "two"), List.of());
    byte[] bad = Files.readAllBytes(file);
    bad[bad.length - 1]++;
    Files.write(file, bad);
    int second = LogHeader.SIZE + RecordLog.FRAME + 3;
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContainingAll(file.toString(), "at offset " + second);
  }

  @Test
  void refusesRecordsLargerThanTheLimit() throws IOException {
    Path file = folder.resolve("log");
    try (RecordLog log = RecordLog.open(file, LIMIT, r -> {})) {
      long before = log.size();
      assertThatThrownBy(() -> log.append(new byte[LIMIT + 1]))
          .hasMessageContaining("1001 bytes is larger than 1000");
      assertThat(log.size()).isEqualTo(before);
      log.append(new byte[LIMIT]);
      log.sync();
    }
    assertThat(read(file)).hasSize(1);
  }

  @Test
  void holdsManyRecords() throws IOException {
    List<String> many = IntStream.range(0, 20_000).mapToObj(i -> "record " + i).toList();
    write(folder.resolve("log"), many, List.of());
    assertThat(read(folder.resolve("log"))).isEqualTo(many);
  }

  @Test
  void replacesALogByAShorterOne() throws IOException {
    Path file = folder.resolve("log");
    write(file, List.of("one", "two"), List.of());
    RecordLog.replace(file, List.of("both".getBytes(UTF_8)));
    write(file, List.of("three"), List.of());
    assertThat(read(file)).containsExactly("both", "three");
  }

  @Test
  void worksNoMoreAfterAFailure() throws IOException {
    RecordLog log = RecordLog.open(folder.resolve("log"), LIMIT, r -> {});
    log.close();
    assertThatThrownBy(() -> log.append(new byte[1])).isInstanceOf(IOException.class);
    assertThatThrownBy(log::sync).hasMessageContaining("open it again");
  }

  private static void assertRefused(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    assertThatThrownBy(() -> read(file)).isInstanceOf(DamagedFileException.class);
    assertThat(file).as("stays as it was").hasBinaryContent(content);
  }

  /** Returns the acknowledged end. */
  private static long write(Path file, List<String> acknowledged, List<String> more)
      throws IOException {
    try (RecordLog log = RecordLog.open(file, LIMIT, r -> {})) {
      for (String record : acknowledged) {
        log.append(record.getBytes(UTF_8));
      }
      log.sync();
      long end = log.size();
      for (String record : more) {
        log.append(record.getBytes(UTF_8));
      }
      return end;
    }
  }

  private static List<String> read(Path file) throws IOException {
    List<String> found = new ArrayList<>();
    RecordLog.open(file, LIMIT, r -> found.add(new String(r, UTF_8))).close();
    return found;
  }

  private static String[] array(List<String> list) {
    return list.toArray(String[]::new);
  }
}
