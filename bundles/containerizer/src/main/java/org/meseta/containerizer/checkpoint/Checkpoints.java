package org.meseta.containerizer.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.meseta.protocol.containerizer.ContainerCheckpoint;
import org.meseta.storage.DamagedFileException;

/**
 * Writes and reads checkpoints. They survive the agent's end, not that of the host, with which the
 * containers end too. All methods block, though not for long.
 */
public final class Checkpoints {
  private static final int LIMIT = 16 << 20;

  private final RuntimeFolder folder;

  public Checkpoints(RuntimeFolder folder) {
    this.folder = folder;
  }

  /** Replaces the container's checkpoint. */
  public void write(String name, Saved saved) throws IOException {
    folder.checkpoint(name).replace(SavedForm.toProto(saved).toByteArray());
  }

  /**
   * Revises the container's checkpoint, which costs less than replacing it. Only after it was
   * written without failure.
   */
  public void revise(String name, Saved saved) throws IOException {
    folder.checkpoint(name).revise(SavedForm.toProto(saved).toByteArray());
  }

  /**
   * The container's checkpoint; empty if its launch had not even begun.
   *
   * @throws DamagedCheckpointException if it never will be readable
   * @throws IllegalStateException if a later version of ours has written it
   * @throws IOException if it cannot be read now; the message names the file and why
   */
  public Optional<Saved> read(String name) throws IOException {
    Path file = folder.checkpoint(name).path();
    Optional<byte[]> bytes = content(name);
    if (bytes.isPresent()) {
      return Optional.of(parse(file, bytes.get()));
    }
    if (folder.hasStarted(name)) {
      throw new DamagedCheckpointException(file, "the command was started, and nothing is in it");
    }
    return Optional.empty();
  }

  private Optional<byte[]> content(String name) throws IOException {
    try {
      return folder.checkpoint(name).read(LIMIT);
    } catch (DamagedFileException e) {
      throw new DamagedCheckpointException(folder.checkpoint(name).path(), e.toString());
    }
  }

  private static Saved parse(Path file, byte[] bytes) throws IOException {
    try {
      ContainerCheckpoint proto = ContainerCheckpoint.parseFrom(bytes);
      if (proto.getVersion() != SavedForm.VERSION) {
        throw new IllegalStateException(
            file + " cannot be read: its version is " + proto.getVersion());
      }
      return SavedForm.fromProto(proto);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new DamagedCheckpointException(file, e.toString());
    }
  }
}
