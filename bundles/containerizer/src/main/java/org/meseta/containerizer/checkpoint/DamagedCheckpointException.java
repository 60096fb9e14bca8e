package org.meseta.containerizer.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** A checkpoint holds no container, though there was one. The message names the file and why. */
public final class DamagedCheckpointException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedCheckpointException(Path file, String what) {
    super(file + " is damaged: " + what);
  }
}
