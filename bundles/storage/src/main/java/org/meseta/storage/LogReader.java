package org.meseta.storage;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a log from its start and finds where it ends. Changes nothing. */
final class LogReader {
  private final Path file;
  private final FileChannel channel;
  private final int limit;

  LogReader(Path file, FileChannel channel, int limit) {
    this.file = file;
    this.channel = channel;
    this.limit = limit;
  }

  RecordLog.Recovery read(Consumer<byte[]> replay) throws IOException {
    long size = channel.size();
    DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(Channels.newInputStream(channel.position(0)), 1 << 16));
    long acknowledged = acknowledged(in, size);
    long at = LogHeader.SIZE;
    long records = 0;
    for (byte[] record = next(in, size - at); record != null; record = next(in, size - at)) {
      replay.accept(record);
      at += RecordLog.FRAME + (long) record.length;
      records++;
    }
    if (at < acknowledged) {
      throw new DamagedFileException(
          file, at, "no whole record here, though all up to " + acknowledged + " was acknowledged");
    }
    return new RecordLog.Recovery(records, at, size - at);
  }

  private long acknowledged(DataInputStream in, long size) throws IOException {
    long acknowledged =
        size < LogHeader.SIZE ? -1 : LogHeader.acknowledged(in.readNBytes(LogHeader.SIZE));
    if (acknowledged < 0) {
      throw new DamagedFileException(file, 0, "it does not start as a log of this version does");
    }
    return acknowledged;
  }

  /** The next record, or null if what follows is none. */
  private byte @Nullable [] next(DataInputStream in, long left) throws IOException {
    if (left < RecordLog.FRAME) {
      return null;
    }
    int length = in.readInt();
    int checksum = in.readInt();
    if (length < 0 || length > limit || length > left - RecordLog.FRAME) {
      return null;
    }
    byte[] record = in.readNBytes(length);
    return RecordLog.checksum(record) == checksum ? record : null;
  }
}
