package org.meseta.agent.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.meseta.agent.checkpoint.proto.AgentRecord;
import org.meseta.agent.checkpoint.proto.ExecutorRecord;
import org.meseta.agent.checkpoint.proto.FrameworkRecord;
import org.meseta.agent.checkpoint.proto.KillRecord;
import org.meseta.agent.checkpoint.proto.TaskRecord;
import org.meseta.agent.checkpoint.proto.UpdateRecord;
import org.meseta.agent.host.SafeFolders;
import org.meseta.agent.host.Users;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.storage.AtomicFile;
import org.meseta.storage.FileMode;
import org.meseta.storage.Folders;
import org.meseta.storage.RecordLog;

/**
 * Writes down what the agent must find again. All methods block; one thread at a time.
 *
 * <p>The agent's own id survives a power loss; all else need only survive the process, since no
 * task outlives its host.
 */
public final class CheckpointWriter {
  /** Of the messages of this package. */
  public static final int VERSION = 1;

  /** The largest file or record. */
  public static final int LIMIT = 32 << 20;

  static final String TASK_INFO = "task.info";
  static final String KILL_INFO = "kill.info";
  static final String UPDATES = "task.updates";
  static final String SENTINEL = "executor.sentinel";

  private final Layout layout;
  private final Users users;
  private final Map<Path, RecordLog> updates = new HashMap<>();
  private final Map<Path, FrameworkInfo> frameworks = new HashMap<>();

  public CheckpointWriter(Layout layout, Users users) {
    this.layout = layout;
    this.users = users;
  }

  /** The agent has got an id, or says something new about itself. Survives a power loss. */
  public void agent(AgentInfo info) throws IOException {
    String id = info.getId().getValue();
    Folders.create(layout.metaAgent(id));
    AgentRecord record = AgentRecord.newBuilder().setVersion(VERSION).setInfo(info).build();
    new AtomicFile(layout.agentInfo(id), FileMode.PRIVATE).write(record.toByteArray());
    SafeFolders.markLatest(layout.metaAgent(id));
    Folders.sync(layout.metaAgents());
    SafeFolders.create(layout.agent(id));
    SafeFolders.markLatest(layout.agent(id));
  }

  /** The agent gives up its id: its next life starts as a new agent. */
  public void forgetAgent() throws IOException {
    Files.deleteIfExists(layout.latestAgent());
    if (Files.isDirectory(layout.metaAgents())) {
      Folders.sync(layout.metaAgents());
    }
  }

  /** Which life of the host this is. */
  public void bootId(String id) throws IOException {
    Folders.create(layout.meta());
    new AtomicFile(layout.bootId(), FileMode.PRIVATE).write(id.getBytes(UTF_8));
  }

  /** A framework that checkpoints has come, or says something new about itself. */
  public void framework(String agent, FrameworkInfo info) throws IOException {
    Path file = layout.frameworkInfo(agent, info.getId());
    if (!info.equals(frameworks.get(file)) || !Files.exists(file)) {
      FrameworkRecord record =
          FrameworkRecord.newBuilder().setVersion(VERSION).setInfo(info).build();
      replace(file, record);
      frameworks.put(file, info);
    }
  }

  /**
   * Makes a task's sandbox and, if its framework checkpoints, writes the task down before.
   *
   * @throws org.meseta.agent.host.UserRefusedException if it must not run as its user
   * @throws IOException if that is not possible; says why
   */
  public void run(RunRecord run) throws IOException {
    if (run.framework().getCheckpoint()) {
      // First of all, for the task's end is written beside it should anything else fail.
      describe(run);
    }
    Optional<UserPrincipal> owner = users.find(run.user());
    Path sandbox = run.sandbox(layout);
    SafeFolders.createSandbox(sandbox, owner);
    SafeFolders.markLatest(sandbox);
  }

  private void describe(RunRecord run) throws IOException {
    framework(run.agent(), run.framework());
    Path metaRun = run.metaRun(layout);
    ExecutorRecord executor =
        ExecutorRecord.newBuilder()
            .setVersion(VERSION)
            .setInfo(run.executor())
            .setCommand(true)
            .build();
    replace(layout.executorInfo(run.agent(), run.frameworkId(), run.executorId()), executor);
    TaskRecord.Builder task = TaskRecord.newBuilder().setVersion(VERSION).setTask(run.task());
    run.user().ifPresent(task::setUser);
    replace(Layout.task(metaRun, run.task().getTaskId()).resolve(TASK_INFO), task.build());
    SafeFolders.markLatest(metaRun);
  }

  /** A task is to be killed. */
  public void kill(Path metaTask, Duration grace) throws IOException {
    KillRecord record =
        KillRecord.newBuilder().setVersion(VERSION).setGraceNanos(grace.toNanos()).build();
    replace(metaTask.resolve(KILL_INFO), record);
  }

  /** An update of a task, to be forwarded once this returns. */
  public void update(Path metaTask, TaskStatus status) throws IOException {
    append(metaTask, UpdateRecord.newBuilder().setVersion(VERSION).setUpdate(status).build());
  }

  /** An update of a task is acknowledged. */
  public void acknowledged(Path metaTask, ByteString uuid) throws IOException {
    append(metaTask, UpdateRecord.newBuilder().setVersion(VERSION).setAcknowledged(uuid).build());
  }

  /** No more updates of the task will come. */
  public void closeUpdates(Path metaTask) throws IOException {
    RecordLog log = updates.remove(metaTask);
    if (log != null) {
      log.close();
    }
  }

  /** Nothing of the run needs to be recovered any more. */
  public void completed(Path metaRun) throws IOException {
    if (Files.isDirectory(metaRun)) {
      new AtomicFile(metaRun.resolve(SENTINEL), FileMode.PRIVATE).writeUntilReboot(new byte[0]);
    }
  }

  /** What cannot be recovered now is not looked at again in a later life. */
  public void giveUp(Recovered.GivenUp part) throws IOException {
    switch (part.part()) {
      case AGENT -> forgetAgent();
      case FRAMEWORK -> Files.deleteIfExists(part.folder().resolve(Layout.FRAMEWORK_INFO));
      case RUN -> completed(part.folder());
    }
  }

  /** Moves a folder, which nothing that runs needs. Does nothing if there is none. */
  public void moveAway(Path folder, Path place) throws IOException {
    SafeFolders.createPrivateAbove(place);
    SafeFolders.move(folder, place);
    frameworks.keySet().removeIf(file -> file.startsWith(folder));
  }

  /** Closes what is open. */
  public void close() throws IOException {
    for (RecordLog log : updates.values()) {
      log.close();
    }
    updates.clear();
  }

  private void append(Path metaTask, UpdateRecord record) throws IOException {
    RecordLog log = updates.get(metaTask);
    if (log == null) {
      if (!Files.exists(metaTask.resolve(TASK_INFO))) {
        return; // Updates of a task that could not be written down are of no use.
      }
      log = open(metaTask);
      updates.put(metaTask, log);
    }
    try {
      log.append(record.toByteArray());
    } catch (IOException e) {
      closeUpdates(metaTask);
      throw e;
    }
  }

  private static RecordLog open(Path metaTask) throws IOException {
    Path file = metaTask.resolve(UPDATES);
    if (!Files.exists(file)) {
      RecordLog.createUntilReboot(file);
    }
    return RecordLog.open(file, LIMIT, record -> {});
  }

  private static void replace(Path file, MessageLite content) throws IOException {
    AtomicFile target = new AtomicFile(file, FileMode.PRIVATE);
    try {
      target.writeUntilReboot(content.toByteArray());
    } catch (NoSuchFileException e) {
      SafeFolders.createAbove(file);
      target.writeUntilReboot(content.toByteArray());
    }
  }
}
