package org.meseta.containerizer.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Holds all the processes of one container together. All methods block, though not for long. */
public interface Enclosure {

  /** Takes a process in, and with it all that it will start. */
  void add(long pid) throws IOException;

  /** The processes in it. */
  Set<Long> processes() throws IOException;

  /** Kills what is in it now. Some of it may need a moment to vanish. */
  void kill() throws IOException;

  /** Lets go on what a kill has stopped that was not brought to its end. */
  default void thaw() throws IOException {}

  /**
   * Removes the enclosure if nothing is left in it. May be called again.
   *
   * @return false if something is left in it
   */
  boolean remove() throws IOException;

  /** The cgroup by which it is found again after a restart, if there is one. */
  Optional<Path> cgroup();
}
