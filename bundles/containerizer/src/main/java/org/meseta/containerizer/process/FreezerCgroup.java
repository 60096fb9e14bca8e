package org.meseta.containerizer.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A cgroup of the version 1 freezer: frozen, nothing in it forks, so that each process can be
 * killed; they die when it thaws.
 */
record FreezerCgroup(CgroupFolder folder) implements Enclosure {
  static final String STATE = "freezer.state";
  private static final String THAWED = "THAWED";

  /** The kernel needs a few reads to get all of them to stop; the next call goes on. */
  private static final int READS = 1000;

  @Override
  public void add(long pid) throws IOException {
    folder.create();
    folder.add(pid);
  }

  @Override
  public Set<Long> processes() throws IOException {
    return folder.processes();
  }

  @Override
  public void kill() throws IOException {
    if (!folder.has(STATE)) {
      return;
    }
    folder.write(STATE, "FROZEN");
    try {
      for (int i = 0; i < READS && !folder.read(STATE).equals("FROZEN"); i++) {
        // Reading is what makes it get on.
      }
      Killing.kill(folder.processes());
    } finally {
      folder.write(STATE, THAWED);
    }
  }

  @Override
  public void thaw() throws IOException {
    if (folder.has(STATE)) {
      folder.write(STATE, THAWED);
    }
  }

  @Override
  public boolean remove() throws IOException {
    return folder.remove();
  }

  @Override
  public Optional<Path> cgroup() {
    return Optional.of(folder.path());
  }
}
