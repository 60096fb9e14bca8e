package org.meseta.containerizer.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A cgroup of version 2: the kernel kills all that is in it at one go, also what just forks. */
record KillableCgroup(CgroupFolder folder) implements Enclosure {
  static final String KILL = "cgroup.kill";

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
    if (folder.has(KILL)) {
      folder.write(KILL, "1");
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
