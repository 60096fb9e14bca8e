package org.meseta.agent.volumes;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.meseta.agent.checkpoint.CheckpointWriter;
import org.meseta.agent.checkpoint.Layout;
import org.meseta.agent.checkpoint.proto.ResourcesRecord;
import org.meseta.resources.Resources;
import org.meseta.storage.AtomicFile;
import org.meseta.storage.FileMode;
import org.meseta.storage.Folders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is written down of the agent's resources and operations, and the folders that go with it.
 * First it is written what is to be, then the folders are changed, then it is what is: after a
 * crash at any point {@link #recover} does the rest, or, where a folder stands against it, nothing
 * at all. Survives a power loss. Methods block; one thread at a time.
 */
public final class ResourcesCheckpoint {
  private static final Logger LOG = LoggerFactory.getLogger(ResourcesCheckpoint.class);

  private final Path work;
  private final Path state;
  private final Path target;
  private final VolumeFolders folders;
  private ResourcesRecord current =
      ResourcesRecord.newBuilder().setVersion(CheckpointWriter.VERSION).build();
  private long next;

  public ResourcesCheckpoint(Layout layout, VolumeFolders folders) {
    this.work = layout.work();
    this.state = layout.resources();
    this.target = layout.resourcesTarget();
    this.folders = folders;
  }

  /**
   * Finds what is written down, and finishes what was begun.
   *
   * @throws IOException if it cannot be read or done; names the file
   */
  public ResourcesRecord recover() throws IOException {
    Folders.create(folder());
    AtomicFile.removeLeftovers(folder());
    current = read(state).orElse(current);
    Optional<ResourcesRecord> begun = read(target);
    if (begun.isPresent()) {
      try {
        finish(begun.get());
      } catch (VolumeFolderException e) {
        // Nobody was told of it. Whoever wants it asks again.
        LOG.error("What was begun before the last end is given up", e);
        new AtomicFile(target, FileMode.PRIVATE).delete();
      }
    }
    return current;
  }

  /**
   * Changes it. When one change fails, those after it fail, too: they are to be asked for again, in
   * their order.
   *
   * @param number counts the changes from 0
   * @throws VolumeFolderException if a folder stands against it: nothing has changed, and something
   *     else can be asked for under this number
   */
  public void replace(long number, ResourcesRecord record) throws IOException {
    if (number != next) {
      throw new IOException("Change " + next + " of the resources is not written down yet");
    }
    Folders.create(folder());
    new AtomicFile(target, FileMode.PRIVATE).write(record.toByteArray());
    finish(record);
    next++;
  }

  /**
   * Sees to it that folders for the volumes can be named. Does not block.
   *
   * @throws IllegalArgumentException if they cannot; the message says why
   */
  public void requireFolders(Resources total) {
    total.withSharedOnce().volumes().toList().forEach(folders::of);
  }

  /**
   * Where a change leaves what has to be deleted once it is done. Does not block.
   *
   * @param change names it among all changes
   */
  public List<Path> trash(Resources before, Resources after, String change) {
    return folders.trash(before.converted(), after.converted(), change);
  }

  /** What is still to be deleted after this change. */
  public List<Path> trash(ResourcesRecord record) {
    return record.getTrashList().stream().map(work::resolve).toList();
  }

  /** How a path is written down: the work directory may be moved. */
  public String written(Path path) {
    return path.startsWith(work) ? work.relativize(path).toString() : path.toString();
  }

  private void finish(ResourcesRecord record) throws IOException {
    folders.change(
        Resources.of(current.getConvertedList()),
        Resources.of(record.getConvertedList()),
        record.getChange());
    Files.move(target, state, StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(folder());
    current = record;
  }

  private Path folder() throws IOException {
    Path folder = state.getParent();
    if (folder == null) {
      throw new IOException(state + " has no folder above it");
    }
    return folder;
  }

  private static Optional<ResourcesRecord> read(Path file) throws IOException {
    Optional<byte[]> bytes = new AtomicFile(file, FileMode.PRIVATE).read(CheckpointWriter.LIMIT);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      ResourcesRecord record = ResourcesRecord.parseFrom(bytes.get());
      if (record.getVersion() < 1 || record.getVersion() > CheckpointWriter.VERSION) {
        throw new IOException(
            file + " was written by another version of the agent (" + record.getVersion() + ")");
      }
      return Optional.of(record);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
