package org.meseta.agent.loop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.meseta.agent.checkpoint.CheckpointWriter;
import org.meseta.agent.checkpoint.Checkpoints;
import org.meseta.agent.checkpoint.Layout;
import org.meseta.agent.containers.Containers;
import org.meseta.agent.containers.HostContext;
import org.meseta.agent.delivery.Delivery;
import org.meseta.agent.delivery.Outbox;
import org.meseta.agent.executors.Ledger;
import org.meseta.agent.flags.AgentFlags;
import org.meseta.agent.gc.GarbageCollector;
import org.meseta.agent.gc.GcOptions;
import org.meseta.agent.gc.Trash;
import org.meseta.agent.host.SafeFolders;
import org.meseta.agent.host.Users;
import org.meseta.agent.operations.Operations;
import org.meseta.agent.recovery.Recovery;
import org.meseta.agent.runs.RunOptions;
import org.meseta.agent.runs.StatusMaker;
import org.meseta.agent.runs.TaskRuns;
import org.meseta.agent.runs.Tools;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.Table;
import org.meseta.agent.tasks.TaskEnvironment;
import org.meseta.agent.volumes.ResourcesCheckpoint;
import org.meseta.agent.volumes.VolumeFolders;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Metrics;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.FlagException;
import org.meseta.runtime.Flags;
import org.meseta.runtime.Runtime;

/** Puts the parts of an agent together. */
final class Assembly {
  private static final int CONTAINER_THREADS = 8;

  private final Runtime runtime;
  private final AgentSetup setup;
  private final Flags flags;
  private final EventLoop loop;
  private final Layout layout;
  private final Checkpoints checkpoints;
  private final GarbageCollector garbage;
  private final Tools tools;
  private final Operations operations;

  Assembly(Runtime runtime, AgentSetup setup, EventLoop loop, Outbox outbox) throws IOException {
    this.runtime = runtime;
    this.setup = setup;
    this.flags = setup.flags();
    this.loop = loop;
    Path work = flags.path("work_dir").orElseThrow().toAbsolutePath().normalize();
    SafeFolders.create(work);
    this.layout = new Layout(work);
    this.checkpoints =
        new Checkpoints(
            new CheckpointWriter(layout, users()), runtime.blocking("agent-checkpoint", 1, loop));
    this.garbage = garbage(work);
    this.tools = tools(outbox);
    VolumeFolders folders = new VolumeFolders(work);
    folders.requireRoots(setup.total());
    this.operations =
        new Operations(
            tools.ledger(),
            checkpoints,
            new ResourcesCheckpoint(layout, folders),
            outbox,
            garbage::remove,
            loop.timers(),
            runtime::newUuid);
  }

  private Users users() throws IOException {
    Users users = new Users(flags.bool("root_submissions"));
    if (users.isRoot() && !flags.bool("root_submissions") && !flags.bool("switch_user")) {
      throw new FlagException(
          "Flags --root_submissions and --switch_user are both off: every task would have to run as"
              + " root, and none may");
    }
    return users;
  }

  Tools tools() {
    return tools;
  }

  Operations operations() {
    return operations;
  }

  GarbageCollector garbage() {
    return garbage;
  }

  private Tools tools(Outbox outbox) {
    Metrics metrics = runtime.metrics();
    Ledger ledger = new Ledger(host(), flags.integer("max_completed_executors_per_framework"));
    Delivery delivery = new Delivery(ledger, checkpoints, outbox, loop.timers(), metrics);
    return new Tools(
        ledger,
        layout,
        checkpoints,
        new Containers(loop),
        delivery,
        new StatusMaker(runtime, ip()),
        garbage,
        loop.clock(),
        loop.timers(),
        metrics);
  }

  private Host host() {
    return new Host(
        setup.info(),
        runtime.clock().now(),
        false,
        Optional.empty(),
        setup.total(),
        Table.empty(),
        Table.empty(),
        List.of());
  }

  private GarbageCollector garbage(Path work) {
    GcOptions options =
        new GcOptions(
            flags.duration("gc_delay"),
            flags.number("gc_disk_headroom"),
            flags.duration("disk_watch_interval"));
    Blocking disk = runtime.blocking("agent-gc", 1, loop);
    Trash trash = new Trash(layout, checkpoints, disk, runtime::newUuid);
    return new GarbageCollector(
        work, options, loop.clock(), loop.timers(), disk, trash, runtime.metrics());
  }

  TaskRuns runs() {
    TaskEnvironment environment =
        new TaskEnvironment(
            ip(),
            AgentFlags.executorEnvironment(flags),
            flags.duration("executor_shutdown_grace_period"),
            flags.duration("recovery_timeout"));
    return new TaskRuns(
        tools,
        new RunOptions(
            flags.bool("switch_user"),
            flags.duration("executor_registration_timeout"),
            flags.duration("executor_shutdown_grace_period"),
            environment));
  }

  Recovery recovery(TaskRuns runs) {
    HostContext context =
        new HostContext(
            loop.clock(),
            loop.timers(),
            runtime.metrics(),
            runtime.blocking("containers", CONTAINER_THREADS, loop),
            flags.path("runtime_dir").orElseGet(() -> layout.work().resolve("run")),
            flags.shown());
    List<String> containerizers =
        Arrays.stream(flags.text("containerizers").orElse("").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    return new Recovery(
        tools,
        operations,
        runs,
        garbage,
        loop,
        runtime.blocking("agent-recovery", 1, loop),
        new Recovery.Plan(
            setup.info(),
            setup.bootId(),
            flags.bool("strict"),
            containerizers,
            setup.containerizers(),
            context));
  }

  private String ip() {
    return flags.text("ip").orElseThrow();
  }
}
