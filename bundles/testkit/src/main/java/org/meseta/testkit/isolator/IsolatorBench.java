package org.meseta.testkit.isolator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.meseta.plugin.isolator.ContainerConfig;
import org.meseta.plugin.isolator.Isolator;
import org.meseta.plugin.isolator.IsolatorContext;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.resources.Resources;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.SystemRuntime;

/**
 * Plays the containerizer for one isolator, with real processes. All calls into the isolator are
 * made on one loop, as in production; the bench's own methods are for the test's thread.
 */
public final class IsolatorBench implements AutoCloseable {
  private static final int SECONDS = 20;
  private static final int THREADS = 2;

  private final SystemRuntime runtime = new SystemRuntime();
  private final EventLoop loop = runtime.loop("isolator");
  private final Blocking blocking = runtime.blocking("isolator", THREADS, loop);
  private final Map<ContainerID, Set<Long>> processes = new ConcurrentHashMap<>();
  private final List<Process> started = new ArrayList<>();
  private final Path workDir;
  private final Isolator isolator;

  /**
   * Makes the isolator under test.
   *
   * @param workDir plays the agent's work directory
   */
  public IsolatorBench(IsolatorFactory factory, Path workDir) {
    this.workDir = workDir;
    this.isolator = factory.create(new Context());
  }

  /** The isolator under test; call it through {@link #on}. */
  public Isolator isolator() {
    return isolator;
  }

  /** The agent's work directory. */
  public Path workDir() {
    return workDir;
  }

  /** Calls the isolator on the loop and waits for its answer. */
  public <T> T on(Supplier<CompletionStage<T>> call) {
    return get(start(call));
  }

  /** Calls the isolator on the loop and does not wait. */
  public <T> CompletableFuture<T> start(Supplier<CompletionStage<T>> call) {
    return loop.ask(call).thenCompose(answer -> answer).toCompletableFuture();
  }

  /** A new container id. */
  public ContainerID id() {
    return ContainerID.newBuilder().setValue(runtime.newUuid().toString()).build();
  }

  /** A container with a sandbox, one cpu and 64 MB. */
  public ContainerConfig config(Path sandbox) {
    return new ContainerConfig(
        CommandInfo.newBuilder().setValue("sleep 1000").build(),
        sandbox,
        Optional.empty(),
        Resources.parse("cpus:1;mem:64", "*"),
        Optional.empty());
  }

  /** Starts a process and puts it into the container. */
  public long run(ContainerID container, String command) {
    try {
      Process process = new ProcessBuilder("/bin/sh", "-c", command).start();
      started.add(process);
      processes.computeIfAbsent(container, c -> new HashSet<>()).add(process.pid());
      return process.pid();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the container's processes. */
  public void end(ContainerID container) {
    Set<Long> gone = processes.remove(container);
    for (Process process : started) {
      if (gone != null && gone.contains(process.pid())) {
        process.destroyForcibly();
        get(process.onExit());
      }
    }
  }

  /** Ends all. */
  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
    on(
        () -> {
          isolator.close();
          return CompletableFuture.completedFuture(true);
        });
    loop.close();
    runtime.close();
  }

  private static <T> T get(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("The isolator gave no answer", e);
    }
  }

  private final class Context implements IsolatorContext {
    @Override
    public Clock clock() {
      return loop.clock();
    }

    @Override
    public Timers timers() {
      return loop.timers();
    }

    @Override
    public Metrics metrics() {
      return runtime.metrics();
    }

    @Override
    public Blocking blocking() {
      return blocking;
    }

    @Override
    public Path workDir() {
      return workDir;
    }

    @Override
    public CompletionStage<Set<Long>> processes(ContainerID container) {
      return loop.ask(() -> Set.copyOf(processes.getOrDefault(container, Set.of())));
    }
  }
}
