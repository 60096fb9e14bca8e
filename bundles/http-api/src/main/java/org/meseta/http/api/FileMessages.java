package org.meseta.http.api;

import java.time.Instant;
import java.util.List;
import org.meseta.http.server.FileEntry;
import org.meseta.protocol.v1.FileInfo;
import org.meseta.protocol.v1.TimeInfo;

/** Files as the operator APIs tell of them. */
public final class FileMessages {
  private static final long NANOS = 1_000_000_000;
  private static final String LETTERS = "rwxrwxrwx";

  private FileMessages() {}

  /** Files and folders, in the same order. */
  public static List<FileInfo> of(List<FileEntry> entries) {
    return entries.stream().map(FileMessages::of).toList();
  }

  /** A file or a folder. */
  static FileInfo of(FileEntry entry) {
    return FileInfo.newBuilder()
        .setPath(entry.path())
        .setNlink(entry.links())
        .setSize(entry.size())
        .setMtime(TimeInfo.newBuilder().setNanoseconds(nanos(entry.modified())))
        .setMode(mode(entry.mode()))
        .setUid(entry.user())
        .setGid(entry.group())
        .build();
  }

  private static long nanos(Instant moment) {
    return moment.getEpochSecond() * NANOS + moment.getNano();
  }

  /** As stat(2) gives it, from the text that {@code ls -l} shows. */
  static int mode(String text) {
    int mode =
        switch (text.charAt(0)) {
          case 'd' -> 0040000;
          case 'l' -> 0120000;
          case 'p' -> 0010000;
          case 's' -> 0140000;
          case 'b' -> 0060000;
          case 'c' -> 0020000;
          default -> 0100000;
        };
    for (int i = 0; i < LETTERS.length(); i++) {
      mode |= bit(text.charAt(i + 1), i);
    }
    return mode;
  }

  private static int bit(char letter, int place) {
    int own = letter == '-' || Character.isUpperCase(letter) ? 0 : 0400 >> place;
    return letter == 's' || letter == 'S' || letter == 't' || letter == 'T'
        ? own | 04000 >> (place / 3)
        : own;
  }
}
