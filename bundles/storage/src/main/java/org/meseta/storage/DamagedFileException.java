package org.meseta.storage;

import java.io.IOException;
import java.nio.file.Path;

/** A file holds something else than what was acknowledged as written. Nothing was changed in it. */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1;

  private final long offset;

  /**
   * @param offset where in the file it is damaged, in bytes from its start
   */
  public DamagedFileException(Path file, long offset, String what) {
    super(file + " is damaged at offset " + offset + ": " + what);
    this.offset = offset;
  }

  /** Where in the file it is damaged, in bytes from its start. */
  public long offset() {
    return offset;
  }
}
