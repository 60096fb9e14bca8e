package org.meseta.containerizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.meseta.containerizer.checkpoint.Checkpoints;
import org.meseta.containerizer.checkpoint.RuntimeFolder;
import org.meseta.containerizer.checkpoint.Saved;
import org.meseta.containerizer.isolation.Isolators;
import org.meseta.containerizer.launcher.Account;
import org.meseta.containerizer.launcher.CommandSignals;
import org.meseta.containerizer.launcher.ExitFolder;
import org.meseta.containerizer.launcher.HostTools;
import org.meseta.containerizer.launcher.Launcher;
import org.meseta.containerizer.process.ProcFs;
import org.meseta.containerizer.process.ProcessIdentity;
import org.meseta.containerizer.process.Tracking;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.plugin.isolator.ContainerConfig;
import org.meseta.plugin.isolator.Isolator.RecoveredContainer;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.resources.Resources;
import org.meseta.runtime.ManualTime;

/** Parts of a containerizer on virtual time, on a host whose processes are files of the test's. */
final class ManualHost implements AutoCloseable {
  /** More than any host has. */
  private static final long PID = 99_999_999;

  static final ProcessIdentity SUPERVISOR = new ProcessIdentity(PID, 70);

  final ManualTime time = new ManualTime();
  final Means means;
  final Containers containers;
  final Ending ending;
  private final Path proc;

  ManualHost(Path folder) throws IOException {
    this.proc = Files.createDirectory(folder.resolve("proc"));
    RuntimeFolder runtime = new RuntimeFolder(Files.createDirectory(folder.resolve("runtime")));
    runtime.create();
    ProcFs processes = new ProcFs(proc);
    HostTools tools = new HostTools(List.of("/bin/sh"), List.of(), new Account("root", 0, 0));
    var loop = time.loop("containerizer");
    this.means =
        new Means(
            loop,
            time.blocking("io", 1, loop),
            "boot",
            runtime,
            new Checkpoints(runtime),
            new ExitFolder(runtime.exits()),
            new Launcher(tools, time.clock()),
            new CommandSignals(tools, processes),
            processes,
            Tracking.without(processes));
    this.containers = new Containers(loop);
    Isolators isolators =
        new Isolators(
            time,
            loop,
            Isolation.options(Map.of("isolation", ""), new PluginBoard(), time.metrics()),
            (name, lane, metrics) -> {
              throw new AssertionError(name);
            },
            new NoIsolators());
    this.ending = new Ending(means, containers, isolators, time.metrics());
  }

  /** As left by an agent of before. */
  Saved saved(String name) throws IOException {
    Saved saved =
        new Saved(
            ContainerID.newBuilder().setValue(name).build(),
            new ContainerConfig(
                CommandInfo.getDefaultInstance(),
                Path.of("/sandboxes").resolve(name),
                Optional.empty(),
                Resources.empty(),
                Optional.empty()),
            List.of(),
            "boot",
            Optional.empty(),
            Optional.of(SUPERVISOR),
            Optional.empty());
    means.folder().add(name);
    means.checkpoints().write(name, saved);
    return saved;
  }

  /** Its supervisor lives. */
  void alive() throws IOException {
    gone();
    Files.createDirectory(process());
    Files.writeString(
        process().resolve("stat"), PID + " (sh) S 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 0 0 1 0 70 0 0\n");
  }

  /** Nothing can be said of its supervisor. */
  void unreadable() throws IOException {
    gone();
    Files.createDirectories(process().resolve("stat"));
  }

  /** Its supervisor is no more. */
  void gone() throws IOException {
    Files.deleteIfExists(process().resolve("stat"));
    Files.deleteIfExists(process());
  }

  private Path process() {
    return proc.resolve(Long.toString(PID));
  }

  /** A thread that waits for good. */
  static Blocking waiting() {
    return new Blocking() {
      @Override
      public <T> CompletableFuture<T> call(java.util.concurrent.Callable<T> work) {
        return new CompletableFuture<>();
      }
    };
  }

  @Override
  public void close() throws IOException {
    means.exits().close();
  }

  private static final class NoIsolators implements Isolators.Owner {
    @Override
    public List<RecoveredContainer> preparedBy(String isolator) {
      return List.of();
    }

    @Override
    public void ready(org.meseta.containerizer.isolation.LiveIsolator isolator) {
      throw new AssertionError(isolator.name());
    }
  }
}
