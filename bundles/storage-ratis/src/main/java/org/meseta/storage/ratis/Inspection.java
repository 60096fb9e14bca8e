package org.meseta.storage.ratis;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.meseta.storage.AtomicFile;
import org.meseta.storage.DamagedFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, before Ratis opens a member's files, whether all is there that was acknowledged. Ratis
 * itself takes a log that was cut short for one that was never longer.
 */
final class Inspection {
  private static final Logger LOG = LoggerFactory.getLogger(Inspection.class);
  private static final Pattern SNAPSHOT = Pattern.compile("snapshot\\.\\d+_(\\d+)");

  private final Path log;
  private final Path snapshots;
  private final long acknowledged;

  private long last;
  private long next;

  /**
   * @param member the member's folder
   * @param acknowledged number of the last record that was acknowledged
   */
  Inspection(Path member, long acknowledged) {
    this.log = member.resolve("current");
    this.snapshots = member.resolve("sm");
    this.acknowledged = acknowledged;
  }

  /**
   * Cuts off what was half written and never acknowledged, and removes snapshots that were not
   * finished; changes nothing else.
   *
   * @return the newest snapshot
   * @throws DamagedFileException if anything is missing
   */
  Optional<Snapshot> run() throws IOException {
    Optional<Path> file = newest();
    Optional<Snapshot> snapshot = Optional.empty();
    long covered = -1;
    if (file.isPresent()) {
      snapshot = Optional.of(Snapshot.read(file.get()));
      last = snapshot.get().last();
      covered = index(file.get());
    }
    Path end = log;
    long offset = 0;
    next = -1;
    List<Segment> segments = Segment.in(log);
    for (Segment segment : segments) {
      connect(segment, covered);
      Segment.Reading reading = segment.read(entry -> count(segment, entry));
      check(segment, reading);
      next = reading.next();
      end = segment.file();
      offset = reading.offset();
    }
    if (last < acknowledged) {
      throw new DamagedFileException(
          end,
          offset,
          "it ends with record " + last + ", though " + acknowledged + " were acknowledged");
    }
    if (Files.isDirectory(snapshots)) {
      AtomicFile.removeLeftovers(snapshots);
    }
    return snapshot;
  }

  private void connect(Segment segment, long covered) throws DamagedFileException {
    boolean connects = next < 0 ? segment.start() <= covered + 1 : segment.start() == next;
    if (!connects) {
      throw new DamagedFileException(
          segment.file(), 0, "what comes before its entry " + segment.start() + " is missing");
    }
  }

  private void count(Segment segment, LogEntryProto entry) {
    if (!entry.hasStateMachineLogEntry()) {
      return;
    }
    Batch.Span batch =
        Batch.span(entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer());
    if (batch.first() > last + 1) {
      throw new IllegalArgumentException(
          segment.file() + " has record " + batch.first() + " after record " + last);
    }
    last = Math.max(last, batch.last());
  }

  private void check(Segment segment, Segment.Reading reading) throws IOException {
    boolean whole = segment.isOpen() || reading.next() == segment.end() + 1;
    if (whole && reading.clean()) {
      return;
    }
    if (!segment.isOpen() || last < acknowledged) {
      throw new DamagedFileException(
          segment.file(),
          reading.offset(),
          "no whole entry here; "
              + acknowledged
              + " records were acknowledged, and "
              + last
              + " were found");
    }
    LOG.warn(
        "Dropping what follows offset {} of {}: it was half written and never acknowledged",
        reading.offset(),
        segment.file());
    try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
      channel.truncate(reading.offset());
      channel.force(true);
    }
  }

  private Optional<Path> newest() throws IOException {
    if (!Files.isDirectory(snapshots)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(snapshots)) {
      return files
          .filter(file -> index(file) >= 0)
          .max(Comparator.comparingLong(Inspection::index));
    }
  }

  private static long index(Path snapshot) {
    Matcher name = SNAPSHOT.matcher(snapshot.getFileName().toString());
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }
}
