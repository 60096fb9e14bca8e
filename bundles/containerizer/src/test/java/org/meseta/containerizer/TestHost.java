package org.meseta.containerizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.meseta.containerizer.checkpoint.Checkpoints;
import org.meseta.containerizer.checkpoint.RuntimeFolder;
import org.meseta.containerizer.checkpoint.Saved;
import org.meseta.containerizer.isolation.IsolatorServices;
import org.meseta.containerizer.launcher.Launcher;
import org.meseta.containerizer.process.ProcessIdentity;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.meseta.plugin.containerizer.ContainerLaunch;
import org.meseta.plugin.containerizer.Containerizer.Recovery;
import org.meseta.plugin.containerizer.ContainerizerContext;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.meseta.plugin.isolator.Preparation;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.resources.Resources;
import org.meseta.runtime.SystemRuntime;

/** A host with a containerizer on it, which can die and come back. */
final class TestHost implements AutoCloseable {
  static final int SECONDS = 30;

  /** Gives containers nothing but their sandbox. */
  static final IsolatorFactory FILES =
      context -> (container, config) -> CompletableFuture.completedFuture(Preparation.none());

  final Path folder;
  final Path runtimeDir;
  final Map<String, String> flags = new HashMap<>(Map.of("cgroups_root", "meseta-test"));
  final IsolatorServices services = new IsolatorServices();
  final PluginBoard board = new PluginBoard();
  final SystemRuntime runtime = new SystemRuntime();
  List<String> shell = List.of("/bin/sh");
  Optional<String> user = Optional.empty();

  @SuppressWarnings("NullAway.Init") // by start
  MesosContainerizer containerizer;

  TestHost(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder).toRealPath();
    this.runtimeDir = Files.createDirectory(this.folder.resolve("runtime"));
    services.add("filesystem/posix", FILES);
    Files.createDirectory(this.folder.resolve("sandboxes"));
    openToAll(this.folder);
  }

  /** Other users must get as far as their sandboxes. */
  private static void openToAll(Path folder) throws IOException {
    for (Path each = folder;
        each != null && !each.equals(Path.of("/tmp"));
        each = each.getParent()) {
      if (Files.getOwner(each).getName().equals(System.getProperty("user.name"))) {
        Set<PosixFilePermission> permissions = new HashSet<>(Files.getPosixFilePermissions(each));
        permissions.addAll(PosixFilePermissions.fromString("--x--x--x"));
        Files.setPosixFilePermissions(each, permissions);
      }
    }
  }

  /** Those that no flag can turn off have nothing to do. */
  void withoutIsolators() {
    flags.put("isolation", "");
  }

  /** A new process of the agent. */
  Recovery start(ContainerID... known) {
    try {
      containerizer = new Assembly(runtime, services, board, shell).containerizer(new Context());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return get(containerizer.recover(List.of(known)));
  }

  ContainerizerContext context() {
    return new Context();
  }

  /** The agent's process is gone at once; containers live on. */
  void die() {
    containerizer.close();
    Awaitility.await().until(() -> containerizer.means().loop().backlog() == 0);
  }

  ContainerID id() {
    return ContainerID.newBuilder().setValue(runtime.newUuid().toString()).build();
  }

  Path sandbox(ContainerID id) {
    return folder.resolve("sandboxes").resolve(id.getValue());
  }

  ContainerLaunch launch(ContainerID id, String command) {
    return launch(id, CommandInfo.newBuilder().setShell(true).setValue(command).build(), Map.of());
  }

  ContainerLaunch launch(ContainerID id, CommandInfo command, Map<String, String> environment) {
    try {
      Path sandbox = Files.createDirectory(sandbox(id));
      if (user.isPresent()) {
        Files.setOwner(
            sandbox,
            sandbox
                .getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(user.get()));
      }
      return new ContainerLaunch(
          id,
          command,
          environment,
          sandbox,
          user,
          Resources.parse("cpus:1;mem:64", "*"),
          Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the containers' cgroups are, if this host has any. */
  Optional<Path> cgroup() {
    return containerizer.means().tracking().cgroup("x").map(Path::getParent);
  }

  /** As if the pid of the supervisor had been given to another process. */
  void pretendSupervisor(ContainerID id, long pid) throws IOException {
    Saved saved = saved(id);
    long start = saved.supervisor().orElseThrow().startTime();
    save(saved.withSupervisor(new ProcessIdentity(pid, start)));
  }

  void pretendReboot(ContainerID id) throws IOException {
    Saved s = saved(id);
    save(
        new Saved(s.id(), s.config(), s.isolators(), "other", s.cgroup(), s.supervisor(), s.end()));
  }

  /** As if the agent had died just after it opened the gate. */
  void pretendLaunching(ContainerID id) throws IOException {
    Saved s = saved(id);
    save(
        new Saved(
            s.id(), s.config(), s.isolators(), s.bootId(), s.cgroup(), Optional.empty(), s.end()));
  }

  private Saved saved(ContainerID id) throws IOException {
    return checkpoints().read(id.getValue()).orElseThrow();
  }

  private void save(Saved saved) throws IOException {
    checkpoints().write(saved.id().getValue(), saved);
  }

  private Checkpoints checkpoints() {
    return new Checkpoints(new RuntimeFolder(runtimeDir));
  }

  ContainerID running(String command) {
    ContainerID id = id();
    get(containerizer.launch(launch(id, command)));
    return id;
  }

  Termination end(ContainerID id) {
    return get(containerizer.wait(id));
  }

  Termination run(String command) {
    return end(running(command));
  }

  String stdout(ContainerID id) {
    return read(sandbox(id).resolve("stdout"));
  }

  String stderr(ContainerID id) {
    return read(sandbox(id).resolve("stderr"));
  }

  /** Processes whose folder or environment is of this host, the launchers' among them. */
  Set<Long> processes() {
    Set<Long> found = new HashSet<>();
    ProcessHandle.allProcesses().filter(p -> isOurs(p.pid())).forEach(p -> found.add(p.pid()));
    return found;
  }

  private boolean isOurs(long pid) {
    try {
      Path proc = Path.of("/proc", Long.toString(pid));
      return Files.readSymbolicLink(proc.resolve("cwd")).startsWith(folder)
          || Files.readString(proc.resolve("cmdline")).contains(folder.toString());
    } catch (IOException e) {
      return false;
    }
  }

  /** What a launch shell reads first of all. */
  static byte[] launchScript() {
    try (InputStream script = Launcher.class.getResourceAsStream("launch.sh")) {
      return script.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException r
          ? r
          : new IllegalStateException(e.getCause());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends all containers and checks that nothing is left of them. */
  @Override
  public void close() {
    for (ContainerID id : containerizer.containers()) {
      get(containerizer.destroy(id));
      containerizer.forget(id);
    }
    assertThat(processes()).as("processes left behind").isEmpty();
    Optional<Path> cgroup = cgroup();
    die();
    cgroup.ifPresent(c -> assertThat(c).doesNotExist());
    runtime.close();
  }

  private final class Context implements ContainerizerContext {
    @Override
    public Clock clock() {
      return runtime.clock();
    }

    @Override
    public Timers timers() {
      return runtime.timers();
    }

    @Override
    public Metrics metrics() {
      return runtime.metrics();
    }

    @Override
    public Blocking blocking() {
      return runtime.blocking("test", 1, Runnable::run);
    }

    @Override
    public Path runtimeDir() {
      return runtimeDir;
    }

    @Override
    public Map<String, String> flags() {
      return Map.copyOf(flags);
    }
  }
}
