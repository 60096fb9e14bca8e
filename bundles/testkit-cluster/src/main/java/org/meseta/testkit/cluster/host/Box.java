package org.meseta.testkit.cluster.host;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.containerizer.ContainerLaunch;
import org.meseta.plugin.containerizer.Containerizer.Launched;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.TaskID;
import org.meseta.testkit.cluster.journal.Journal;
import org.meseta.testkit.cluster.journal.Occurrence;

/** A container and what becomes of it. */
final class Box {
  private final ContainerLaunch launch;
  private final String host;
  private final Journal journal;
  private final FrameworkID framework;
  private final TaskID task;
  private boolean begun;

  final Plan plan;
  final CompletableFuture<Termination> end = new CompletableFuture<>();
  @Nullable CompletableFuture<Launched> startup;

  Box(ContainerLaunch launch, String host, Journal journal) {
    this.launch = launch;
    this.host = host;
    this.journal = journal;
    this.plan = Plan.of(launch.command().getValue());
    this.framework = FrameworkID.newBuilder().setValue(variable("MESOS_FRAMEWORK_ID")).build();
    this.task = TaskID.newBuilder().setValue(variable("MESOS_TASK_ID")).build();
  }

  private String variable(String name) {
    return Objects.requireNonNull(launch.environment().get(name));
  }

  ContainerID id() {
    return launch.id();
  }

  int pid() {
    return 1000 + Math.floorMod(launch.id().getValue().hashCode(), 30_000);
  }

  /** Whether it is being started; without its agent it never will be. */
  boolean isStarting() {
    return !begun && !end.isDone();
  }

  boolean isRunning() {
    return begun && !end.isDone();
  }

  boolean isOver() {
    return end.isDone();
  }

  void begin() {
    begun = true;
    journal.add(new Occurrence.Ran(host, framework, task, true, ""));
  }

  /** The command has ended; nothing happens if it had before. */
  void end(Termination how) {
    if (isRunning()) {
      journal.add(new Occurrence.Ran(host, framework, task, false, text(how)));
    }
    end.complete(how);
  }

  /** It will never run. */
  void abandon() {
    end.complete(Termination.unknown("it has never run"));
    if (startup != null) {
      startup.completeExceptionally(new IllegalStateException("it was ended before it ran"));
    }
  }

  private static String text(Termination how) {
    return " with " + how.waitStatus() + " " + how.message();
  }
}
