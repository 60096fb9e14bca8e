package org.meseta.containerizer.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Where the processes of this agent's containers are kept together. */
public final class Tracking {
  private final ProcFs proc;
  private final CgroupMounts mounts;
  private final Optional<Path> home;

  private Tracking(ProcFs proc, CgroupMounts mounts, Optional<Path> home) {
    this.proc = proc;
    this.mounts = mounts;
    this.home = home;
  }

  /**
   * Finds out what this host allows. Blocks.
   *
   * @param root name of the cgroup below which all agents' containers live
   * @param agent unique to this agent on the host
   */
  public static Tracking of(ProcFs proc, String root, String agent) throws IOException {
    CgroupMounts mounts = CgroupMounts.find();
    Optional<Path> home =
        mounts.hierarchies().stream()
            .map(hierarchy -> hierarchy.resolve(root).resolve(agent))
            .filter(Tracking::usable)
            .findFirst();
    return new Tracking(proc, mounts, home);
  }

  /** Does without cgroups for new containers; those of before may have some. Blocks. */
  public static Tracking without(ProcFs proc) throws IOException {
    return new Tracking(proc, CgroupMounts.find(), Optional.empty());
  }

  /** How it is done, for the log. */
  public String description() {
    return home.map(h -> "cgroups below " + h)
        .orElse("sessions and environments, since no cgroup can be made here");
  }

  /** The cgroup for a container that is to be started, if it gets one. Does not block. */
  public Optional<Path> cgroup(String name) {
    return home.map(h -> h.resolve(name));
  }

  /**
   * Where a container's processes are, whether they are still to be started or were before us.
   *
   * @param cgroup that was chosen for it
   * @param mark that its processes start with
   * @param root the process from which all others descend, while it lives
   */
  public Enclosure enclosure(
      Optional<Path> cgroup, Mark mark, Supplier<Optional<ProcessIdentity>> root) {
    return cgroup.map(this::at).orElseGet(() -> new Family(proc, mark, root));
  }

  /** All enclosures in this agent's cgroup. */
  public List<Enclosure> all() throws IOException {
    if (home.isEmpty()) {
      return List.of();
    }
    return new CgroupFolder(home.get()).children().stream().map(c -> at(c.path())).toList();
  }

  /** Removes this agent's own cgroup, and that of all agents, if nothing is left in them. */
  public void close() throws IOException {
    if (home.isEmpty() || !all().isEmpty()) {
      return;
    }
    new CgroupFolder(home.get()).remove();
    CgroupFolder root = new CgroupFolder(Objects.requireNonNull(home.get().getParent()));
    if (root.children().isEmpty()) {
      root.remove();
    }
  }

  private Enclosure at(Path cgroup) {
    CgroupFolder folder = new CgroupFolder(cgroup);
    return mounts.isFreezer(cgroup) ? new FreezerCgroup(folder) : new KillableCgroup(folder);
  }

  /** Twice, since another agent may just be removing what it shares with us. */
  private static void create(Path home) throws IOException {
    try {
      Files.createDirectories(home);
    } catch (NoSuchFileException e) {
      Files.createDirectories(home);
    }
  }

  private static boolean usable(Path home) {
    try {
      create(home);
      CgroupFolder folder = new CgroupFolder(home);
      return Files.isWritable(home)
          && (folder.has(KillableCgroup.KILL) || folder.has(FreezerCgroup.STATE));
    } catch (IOException e) {
      return false;
    }
  }
}
