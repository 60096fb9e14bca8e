package org.meseta.containerizer.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.Optional;
import org.meseta.protocol.containerizer.ContainerCheckpoint;

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
    folder.checkpoint(name).writeUntilReboot(SavedForm.toProto(saved).toByteArray());
  }

  /**
   * The container's checkpoint, if there is one.
   *
   * @throws IOException if it cannot be read; the message names the file and why
   */
  public Optional<Saved> read(String name) throws IOException {
    Optional<byte[]> bytes = folder.checkpoint(name).read(LIMIT);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SavedForm.fromProto(ContainerCheckpoint.parseFrom(bytes.get())));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new IOException(folder.checkpoint(name).path() + " cannot be read: " + e, e);
    }
  }
}
