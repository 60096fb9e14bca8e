package org.meseta.agent.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** A file is missing or empty: the agent or its host died before it was written. */
final class UnwrittenException extends IOException {
  private static final long serialVersionUID = 1;

  UnwrittenException(Path file) {
    super(file + " was not written");
  }
}
