package org.meseta.containerizer.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Processes without a cgroup, found by what ties them to their container: they descend from its
 * supervisor, share a session with one that does, or were started since with the container's mark
 * in their environment. A process that gave up all of these at once is not found. One that merely
 * looks into the sandbox, as an operator's shell does, is none of them.
 *
 * @param root the process from which all others descend, while it lives
 */
record Family(ProcFs proc, Mark mark, Supplier<Optional<ProcessIdentity>> root)
    implements Enclosure {

  @Override
  public void add(long pid) {
    // It is a member by its ties.
  }

  @Override
  public Set<Long> processes() throws IOException {
    List<ProcStat> all = new ArrayList<>(proc.all());
    Set<Long> ours = ownSessions(all);
    all.removeIf(p -> ours.contains(p.session()));
    Set<Long> members = new HashSet<>();
    for (ProcStat each : all) {
      if (isTied(each)) {
        members.add(each.pid());
      }
    }
    while (addRelatives(all, members)) {
      // Each round finds those of another generation.
    }
    return members;
  }

  @Override
  public void kill() throws IOException {
    Killing.kill(processes());
  }

  @Override
  public boolean remove() throws IOException {
    return processes().isEmpty();
  }

  @Override
  public Optional<Path> cgroup() {
    return Optional.empty();
  }

  private boolean isTied(ProcStat process) throws IOException {
    Optional<ProcessIdentity> first = root.get();
    if (first.isPresent() && process.startTime() < first.get().startTime()) {
      return false;
    }
    return first.filter(process.identity()::equals).isPresent()
        || proc.startedWith(process.pid(), mark.entry());
  }

  /** Children of members and those who share a session with one. */
  private static boolean addRelatives(List<ProcStat> all, Set<Long> members) {
    Set<Long> sessions = new HashSet<>();
    all.stream().filter(p -> members.contains(p.pid())).forEach(p -> sessions.add(p.session()));
    boolean grown = false;
    for (ProcStat each : all) {
      if (members.contains(each.parent()) || sessions.contains(each.session())) {
        grown |= members.add(each.pid());
      }
    }
    return grown;
  }

  /** Nothing that shares a session with the agent itself is ever touched, nor any kernel thread. */
  private static Set<Long> ownSessions(List<ProcStat> all) {
    long self = ProcessHandle.current().pid();
    Set<Long> sessions = new HashSet<>(Set.of(0L));
    all.stream().filter(p -> p.pid() == self).forEach(p -> sessions.add(p.session()));
    return sessions;
  }
}
