package org.meseta.storage;

import java.io.IOException;
import java.nio.file.Path;

/** Opens logs of one kind. */
public interface StateLogs {
  /** The service property with the kind's name. */
  String NAME = "meseta.log";

  /** Kept in this host's files, and later by a group of hosts. */
  String REPLICATED = "replicated_log";

  /**
   * Opens a log, or makes an empty one if there is none. Blocks until the state has what was
   * written here.
   *
   * @param folder for this log alone; it and what is missing above it is made
   * @param state empty
   * @throws DamagedFileException if something acknowledged is damaged or missing; nothing is
   *     changed then
   */
  StateLog open(Path folder, LoggedState state) throws IOException;
}
