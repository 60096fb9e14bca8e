package org.meseta.storage.ratis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import org.jspecify.annotations.Nullable;

/**
 * A file of Ratis's log, looked at before Ratis does: 8 bytes that say what it is; then for each
 * entry its length as a varint, itself and 4 bytes with the CRC-32C of both; then perhaps zeros.
 *
 * @param file where it is
 * @param start index of its first entry
 * @param end index of its last one; -1 if entries are still added to it
 */
record Segment(Path file, long start, long end) {
  private static final byte[] MAGIC = "RaftLog1".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern NAME = Pattern.compile("log_(?:(\\d+)-(\\d+)|inprogress_(\\d+))");

  /** All in a folder, in the order of their entries. */
  static List<Segment> in(Path folder) throws IOException {
    List<Segment> segments = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          segments.add(of(file, name));
        }
      }
    }
    segments.sort(Comparator.comparingLong(Segment::start));
    return segments;
  }

  private static Segment of(Path file, Matcher name) {
    return name.group(3) == null
        ? new Segment(file, Long.parseLong(name.group(1)), Long.parseLong(name.group(2)))
        : new Segment(file, Long.parseLong(name.group(3)), -1);
  }

  boolean isOpen() {
    return end < 0;
  }

  /**
   * Reads it up to the first thing that is no entry.
   *
   * @param each is given the entries in order
   */
  Reading read(Consumer<LogEntryProto> each) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    long next = start;
    int at = 0;
    if (startsRight(bytes)) {
      at = bytes.position();
      for (LogEntryProto entry = entry(bytes, next); entry != null; entry = entry(bytes, next)) {
        each.accept(entry);
        next++;
        at = bytes.position();
      }
    }
    return new Reading(next, at, isBlank(bytes, at));
  }

  private static boolean startsRight(ByteBuffer bytes) {
    if (bytes.remaining() < MAGIC.length) {
      return false;
    }
    byte[] magic = new byte[MAGIC.length];
    bytes.get(magic);
    return java.util.Arrays.equals(magic, MAGIC);
  }

  /** The next entry, or null if what follows is none, or another one. */
  private static @Nullable LogEntryProto entry(ByteBuffer bytes, long index) {
    int begin = bytes.position();
    int length = length(bytes);
    if (length <= 0 || length > bytes.remaining() - Integer.BYTES) {
      return null;
    }
    int end = bytes.position() + length;
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().position(begin).limit(end));
    if ((int) crc.getValue() != bytes.getInt(end)) {
      return null;
    }
    try {
      LogEntryProto entry =
          LogEntryProto.parseFrom(bytes.duplicate().position(end - length).limit(end));
      bytes.position(end + Integer.BYTES);
      return entry.getIndex() == index ? entry : null;
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  /** A varint, or -1 if there is none. */
  private static int length(ByteBuffer bytes) {
    int length = 0;
    for (int shift = 0; shift < Integer.SIZE - 4 && bytes.hasRemaining(); shift += 7) {
      byte part = bytes.get();
      length |= (part & 0x7f) << shift;
      if (part >= 0) {
        return length;
      }
    }
    return -1;
  }

  private static boolean isBlank(ByteBuffer bytes, int from) {
    for (int i = from; i < bytes.limit(); i++) {
      if (bytes.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * What was found.
   *
   * @param next index after the last entry
   * @param offset where the entries end, in bytes
   * @param clean whether nothing but zeros follows
   */
  record Reading(long next, long offset, boolean clean) {}
}
