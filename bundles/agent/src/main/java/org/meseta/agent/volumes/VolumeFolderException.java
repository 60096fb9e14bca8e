package org.meseta.agent.volumes;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** A volume's folder can neither be made nor taken away; all is as it was before. */
public final class VolumeFolderException extends IOException {
  private static final long serialVersionUID = 1;

  VolumeFolderException(String message, IOException cause) {
    super(message + ": " + reason(cause), cause);
  }

  /** Some of them say nothing but a path. */
  private static String reason(IOException cause) {
    return cause instanceof FileSystemException
        ? cause.getClass().getSimpleName() + " " + cause.getMessage()
        : String.valueOf(cause.getMessage());
  }
}
