package org.meseta.agent.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.meseta.agent.checkpoint.proto.UpdateRecord;
import org.meseta.storage.AtomicFile;
import org.meseta.storage.FileMode;
import org.meseta.storage.RecordLog;

/** Reads the files of which checkpoints consist. All methods block. */
final class RecordFiles {
  private RecordFiles() {}

  /**
   * Reads a file that holds one message.
   *
   * @throws UnwrittenException if it is missing or empty
   * @throws IOException if it holds something else; names it
   */
  static <T extends Message> T message(Path file, Parser<T> parser, ToIntFunction<T> version)
      throws IOException {
    byte[] bytes =
        new AtomicFile(file, FileMode.PRIVATE)
            .read(CheckpointWriter.LIMIT)
            .filter(content -> content.length > 0)
            .orElseThrow(() -> new UnwrittenException(file));
    T message;
    try {
      message = parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
    checkVersion(file, version.applyAsInt(message));
    return message;
  }

  /**
   * Reads a log of updates. A last record that was half written is as if it had not been.
   *
   * @return nothing if there is no such file
   * @throws UnwrittenException if it is empty
   * @throws IOException if it holds something else; names it
   */
  static List<Recovered.Update> updates(Path file) throws IOException {
    List<Recovered.Update> updates = new ArrayList<>();
    if (!Files.exists(file)) {
      return updates;
    }
    if (Files.size(file) == 0) {
      throw new UnwrittenException(file);
    }
    try (RecordLog log =
        RecordLog.open(file, CheckpointWriter.LIMIT, bytes -> updates.add(update(file, bytes)))) {
      return updates;
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Recovered.Update update(Path file, byte[] bytes) {
    try {
      UpdateRecord record = UpdateRecord.parseFrom(bytes);
      checkVersion(file, record.getVersion());
      return record.hasUpdate()
          ? new Recovered.Update.Made(record.getUpdate())
          : new Recovered.Update.Acknowledged(record.getAcknowledged());
    } catch (IOException e) {
      throw new UncheckedIOException(file + " holds what is no update", e);
    }
  }

  private static void checkVersion(Path file, int version) throws IOException {
    if (version < 1 || version > CheckpointWriter.VERSION) {
      throw new IOException(
          file + " was written by another version of the agent (format " + version + ")");
    }
  }
}
