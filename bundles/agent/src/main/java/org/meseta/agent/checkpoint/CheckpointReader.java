package org.meseta.agent.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meseta.agent.checkpoint.Recovered.GivenUp;
import org.meseta.agent.checkpoint.proto.AgentRecord;
import org.meseta.agent.checkpoint.proto.ExecutorRecord;
import org.meseta.agent.checkpoint.proto.FrameworkRecord;
import org.meseta.agent.checkpoint.proto.KillRecord;
import org.meseta.agent.checkpoint.proto.TaskRecord;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.storage.AtomicFile;
import org.meseta.storage.FileMode;

/**
 * Reads what {@link CheckpointWriter} has written. Blocks.
 *
 * <p>What was not written to its end is given up. So is what cannot be read if the host was started
 * anew since, for nothing of it runs any more and it need not have reached the disk.
 */
public final class CheckpointReader {
  private final Layout layout;
  private final boolean strict;
  private final List<GivenUp> givenUp = new ArrayList<>();
  private boolean rebooted;

  /**
   * @param strict whether what cannot be read, without a reboot, ends the reading; else it is given
   *     up too
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
    rebooted = lastBoot.isPresent() && !new String(lastBoot.get(), UTF_8).equals(bootId);
    Optional<AgentInfo> info = agent();
    List<Recovered.Framework> frameworks = new ArrayList<>();
    if (info.isPresent()) {
      Path agent = layout.metaAgent(info.get().getId().getValue());
      for (Path folder : folders(agent.resolve("frameworks"))) {
        guarded(GivenUp.Part.FRAMEWORK, folder, () -> framework(folder)).ifPresent(frameworks::add);
      }
    }
    return new Recovered(info, rebooted, frameworks, List.copyOf(givenUp));
  }

  /** Without it nothing is worth anything: only after a reboot it can be given up. */
  private Optional<AgentInfo> agent() throws IOException {
    if (!Files.exists(layout.latestAgent())) {
      return Optional.empty();
    }
    Path folder = layout.latestAgent().toRealPath();
    Path file = folder.resolve("slave.info");
    try {
      AgentInfo info =
          RecordFiles.message(file, AgentRecord.parser(), AgentRecord::getVersion).getInfo();
      checkName(folder, info.getId().getValue());
      return Optional.of(info);
    } catch (IOException e) {
      if (!rebooted) {
        throw e;
      }
      givenUp.add(new GivenUp(GivenUp.Part.AGENT, folder, reason(e), true));
      return Optional.empty();
    }
  }

  private Recovered.Framework framework(Path folder) throws IOException {
    FrameworkRecord record =
        RecordFiles.message(
            folder.resolve(Layout.FRAMEWORK_INFO),
            FrameworkRecord.parser(),
            FrameworkRecord::getVersion);
    checkName(folder, record.getInfo().getId().getValue());
    List<Recovered.Run> runs = new ArrayList<>();
    for (Path executor : folders(folder.resolve("executors"))) {
      for (Path run : folders(executor.resolve("runs"))) {
        if (!Files.exists(run.resolve(CheckpointWriter.SENTINEL))) {
          guarded(GivenUp.Part.RUN, run, () -> run(executor, run)).ifPresent(runs::addAll);
        }
      }
    }
    return new Recovered.Framework(record.getInfo(), runs);
  }

  /** One task for a command executor; none if the agent died before its folder was made. */
  private static List<Recovered.Run> run(Path executor, Path run) throws IOException {
    ExecutorInfo info =
        RecordFiles.message(
                executor.resolve("executor.info"),
                ExecutorRecord.parser(),
                ExecutorRecord::getVersion)
            .getInfo();
    checkName(executor, info.getExecutorId().getValue());
    List<Recovered.Run> runs = new ArrayList<>();
    for (Path task : folders(run.resolve("tasks"))) {
      runs.add(task(info, run, task));
    }
    return runs;
  }

  private static Recovered.Run task(ExecutorInfo executor, Path run, Path task) throws IOException {
    TaskRecord record =
        RecordFiles.message(
            task.resolve(CheckpointWriter.TASK_INFO), TaskRecord.parser(), TaskRecord::getVersion);
    checkName(task, record.getTask().getTaskId().getValue());
    return new Recovered.Run(
        executor,
        ContainerID.newBuilder().setValue(run.getFileName().toString()).build(),
        record.getTask(),
        record.hasUser() ? Optional.of(record.getUser()) : Optional.empty(),
        kill(task),
        run,
        RecordFiles.updates(task.resolve(CheckpointWriter.UPDATES)));
  }

  private static Optional<Duration> kill(Path task) throws IOException {
    Path file = task.resolve(CheckpointWriter.KILL_INFO);
    return Files.exists(file)
        ? Optional.of(
            Duration.ofNanos(
                RecordFiles.message(file, KillRecord.parser(), KillRecord::getVersion)
                    .getGraceNanos()))
        : Optional.empty();
  }

  private static void checkName(Path folder, String id) throws IOException {
    if (!folder.getFileName().toString().equals(id)) {
      throw new IOException("what is in " + folder + " belongs to '" + id + "'");
    }
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> Optional<T> guarded(GivenUp.Part part, Path what, Reading<T> reading)
      throws IOException {
    try {
      return Optional.of(reading.read());
    } catch (UnwrittenException e) {
      givenUp.add(new GivenUp(part, what, reason(e), false));
    } catch (IOException e) {
      if (strict && !rebooted) {
        throw new IOException("Cannot recover " + what + ": " + e.getMessage(), e);
      }
      givenUp.add(new GivenUp(part, what, reason(e), true));
    }
    return Optional.empty();
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
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
