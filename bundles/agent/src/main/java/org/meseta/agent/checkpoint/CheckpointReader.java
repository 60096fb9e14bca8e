package org.meseta.agent.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.meseta.agent.checkpoint.proto.AgentRecord;
import org.meseta.agent.checkpoint.proto.ExecutorRecord;
import org.meseta.agent.checkpoint.proto.FrameworkRecord;
import org.meseta.agent.checkpoint.proto.KillRecord;
import org.meseta.agent.checkpoint.proto.TaskRecord;
import org.meseta.agent.checkpoint.proto.UpdateRecord;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.storage.AtomicFile;
import org.meseta.storage.FileMode;
import org.meseta.storage.RecordLog;

/** Reads what {@link CheckpointWriter} has written. Blocks. */
public final class CheckpointReader {
  private static final String FRAMEWORK_INFO = "framework.info";

  private final Layout layout;
  private final boolean strict;
  private final List<String> errors = new ArrayList<>();

  /**
   * @param strict whether what cannot be read ends the reading; else it is passed over
   */
  public CheckpointReader(Layout layout, boolean strict) {
    this.layout = layout;
    this.strict = strict;
  }

  /**
   * Reads all of it.
   *
   * @param bootId of this life of the host
   * @throws IOException if something cannot be read; names it
   */
  public Recovered read(String bootId) throws IOException {
    Optional<byte[]> lastBoot = new AtomicFile(layout.bootId(), FileMode.PRIVATE).read(1024);
    boolean rebooted = lastBoot.isPresent() && !new String(lastBoot.get(), UTF_8).equals(bootId);
    if (!Files.exists(layout.latestAgent())) {
      return new Recovered(Optional.empty(), rebooted, List.of(), List.of());
    }
    Path agent = layout.latestAgent().toRealPath();
    // Without it nothing is worth anything: never passed over.
    AgentRecord record =
        message(agent.resolve("slave.info"), AgentRecord.parser(), AgentRecord::getVersion);
    AgentInfo info = record.getInfo();
    List<Recovered.Framework> frameworks = new ArrayList<>();
    for (Path folder : folders(layout.metaAgent(info.getId().getValue()).resolve("frameworks"))) {
      if (!justMade(folder)) {
        guarded(folder, () -> framework(folder)).ifPresent(frameworks::add);
      }
    }
    return new Recovered(Optional.of(info), rebooted, frameworks, List.copyOf(errors));
  }

  /** Whether the agent died right after it had made the folder: nothing is in it then. */
  private static boolean justMade(Path folder) {
    return !Files.exists(folder.resolve(FRAMEWORK_INFO))
        && !Files.exists(folder.resolve("executors"));
  }

  private Recovered.Framework framework(Path folder) throws IOException {
    FrameworkRecord record =
        message(
            folder.resolve(FRAMEWORK_INFO), FrameworkRecord.parser(), FrameworkRecord::getVersion);
    List<Recovered.Run> runs = new ArrayList<>();
    for (Path executor : folders(folder.resolve("executors"))) {
      for (Path run : folders(executor.resolve("runs"))) {
        if (!Files.exists(run.resolve(CheckpointWriter.SENTINEL))) {
          guarded(run, () -> run(executor, run)).ifPresent(runs::addAll);
        }
      }
    }
    return new Recovered.Framework(record.getInfo(), runs);
  }

  /** One task for a command executor; none if the agent died before it was written. */
  private List<Recovered.Run> run(Path executor, Path run) throws IOException {
    ExecutorInfo info =
        message(
                executor.resolve("executor.info"),
                ExecutorRecord.parser(),
                ExecutorRecord::getVersion)
            .getInfo();
    List<Recovered.Run> runs = new ArrayList<>();
    for (Path task : folders(run.resolve("tasks"))) {
      if (Files.exists(task.resolve(CheckpointWriter.TASK_INFO))) {
        runs.add(task(info, run, task));
      }
    }
    return runs;
  }

  private static Recovered.Run task(ExecutorInfo executor, Path run, Path task) throws IOException {
    TaskRecord record =
        message(
            task.resolve(CheckpointWriter.TASK_INFO), TaskRecord.parser(), TaskRecord::getVersion);
    return new Recovered.Run(
        executor,
        ContainerID.newBuilder().setValue(run.getFileName().toString()).build(),
        record.getTask(),
        record.hasUser() ? Optional.of(record.getUser()) : Optional.empty(),
        kill(task),
        run,
        updates(task));
  }

  private static Optional<Duration> kill(Path task) throws IOException {
    Path file = task.resolve(CheckpointWriter.KILL_INFO);
    return Files.exists(file)
        ? Optional.of(
            Duration.ofNanos(
                message(file, KillRecord.parser(), KillRecord::getVersion).getGraceNanos()))
        : Optional.empty();
  }

  /** A last record that was half written is as if it had not been. */
  private static List<Recovered.Update> updates(Path task) throws IOException {
    Path file = task.resolve(CheckpointWriter.UPDATES);
    List<Recovered.Update> updates = new ArrayList<>();
    if (Files.exists(file)) {
      try (RecordLog log =
          RecordLog.open(file, CheckpointWriter.LIMIT, bytes -> updates.add(update(file, bytes)))) {
        return updates;
      } catch (UncheckedIOException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    return updates;
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

  private static <T extends Message> T message(
      Path file, Parser<T> parser, ToIntFunction<T> version) throws IOException {
    byte[] bytes =
        new AtomicFile(file, FileMode.PRIVATE)
            .read(CheckpointWriter.LIMIT)
            .orElseThrow(() -> new IOException(file + " is missing"));
    T message;
    try {
      message = parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
    checkVersion(file, version.applyAsInt(message));
    return message;
  }

  private static void checkVersion(Path file, int version) throws IOException {
    if (version < 1 || version > CheckpointWriter.VERSION) {
      throw new IOException(
          file + " was written by another version of the agent (format " + version + ")");
    }
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> Optional<T> guarded(Path what, Reading<T> reading) throws IOException {
    try {
      return Optional.of(reading.read());
    } catch (IOException e) {
      if (strict) {
        throw new IOException("Cannot recover " + what + ": " + e.getMessage(), e);
      }
      errors.add(what + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** The folders in a folder, without links and without what interrupted writes have left. */
  private static List<Path> folders(Path folder) throws IOException {
    List<Path> folders = new ArrayList<>();
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            folders.add(entry);
          }
        }
      }
    }
    folders.sort(null);
    return folders;
  }
}
