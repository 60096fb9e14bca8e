package org.meseta.agent.recovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meseta.agent.checkpoint.CheckpointReader;
import org.meseta.agent.checkpoint.Layout;
import org.meseta.agent.checkpoint.Recovered;
import org.meseta.agent.checkpoint.Recovered.GivenUp;
import org.meseta.agent.containers.ContainerizerSource;
import org.meseta.agent.gc.GarbageCollector;
import org.meseta.agent.gc.Leftovers;
import org.meseta.agent.gc.TreeRemoval;
import org.meseta.agent.operations.Operations;
import org.meseta.agent.runs.TaskRuns;
import org.meseta.agent.runs.Tools;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.containerizer.Containerizer;
import org.meseta.plugin.containerizer.ContainerizerContext;
import org.meseta.plugin.containerizer.ContainerizerFactory;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.runtime.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds again what ran before this process: what is written down, then the containers. Belongs to
 * the agent's loop.
 */
public final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Tools tools;
  private final Operations operations;
  private final TaskRuns runs;
  private final GarbageCollector garbage;
  private final EventLoop loop;
  private final Blocking disk;
  private final Plan plan;

  /**
   * What recovery needs to know.
   *
   * @param info of this agent as it would register now, without an id
   * @param bootId of this life of the host
   * @param strict whether what cannot be read ends the recovery
   * @param containerizers names of containerizers, in order
   * @param source of containerizers
   * @param context for all of them
   */
  public record Plan(
      AgentInfo info,
      String bootId,
      boolean strict,
      List<String> containerizers,
      ContainerizerSource source,
      ContainerizerContext context) {}

  public Recovery(
      Tools tools,
      Operations operations,
      TaskRuns runs,
      GarbageCollector garbage,
      EventLoop loop,
      Blocking disk,
      Plan plan) {
    this.tools = tools;
    this.operations = operations;
    this.runs = runs;
    this.garbage = garbage;
    this.loop = loop;
    this.disk = disk;
    this.plan = plan;
  }

  /**
   * Does all of it.
   *
   * @return completes on the loop; fails with a message for the operator
   */
  public CompletionStage<Void> run() {
    Restoration restoration = new Restoration(tools, runs);
    return operations
        .recover(disk)
        .thenComposeAsync(
            done ->
                disk.call(
                    () -> new CheckpointReader(tools.layout(), plan.strict()).read(plan.bootId())),
            loop)
        .thenComposeAsync(this::checked, loop)
        .thenComposeAsync(this::withContainerizers, loop)
        .thenComposeAsync(
            recovered -> {
              restoration.restore(recovered);
              return tools.containers().recover(runs.containers());
            },
            loop)
        .thenComposeAsync(
            found -> {
              restoration.found(found);
              return tools.checkpoints().bootId(plan.bootId());
            },
            loop)
        .thenComposeAsync(done -> leftovers(), loop);
  }

  private CompletionStage<Recovered> checked(Recovered recovered) {
    Optional<String> changed =
        recovered.info().flatMap(before -> AgentCheck.changed(before, plan.info()));
    if (changed.isEmpty()) {
      recovered.givenUp().forEach(this::giveUp);
      return CompletableFuture.completedFuture(recovered);
    }
    if (!recovered.rebooted()) {
      throw new RecoveryException(instructions(changed.get()));
    }
    LOG.info("Starting as a new agent after a reboot: {}", changed.get());
    return tools
        .checkpoints()
        .forgetAgent()
        .thenApply(done -> new Recovered(Optional.empty(), true, List.of(), List.of()));
  }

  private void giveUp(GivenUp part) {
    LOG.warn("{} {} is given up: {}", part.part(), part.folder().getFileName(), part.reason());
    tools.metrics().counter("slave/recovery_errors").add(part.damaged() ? 1 : 0);
    tools
        .checkpoints()
        .giveUp(part)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.warn("Cannot note that {} is given up", part.folder(), failure);
              }
            });
  }

  private String instructions(String changed) {
    return "This agent is not what it was before: "
        + changed
        + ". Start it as it was; or, to start as a new agent and give up the tasks that run here,"
        + " remove "
        + tools.layout().latestAgent();
  }

  private CompletionStage<Recovered> withContainerizers(Recovered recovered) {
    return plan.source()
        .named(plan.containerizers())
        .thenComposeAsync(
            factories -> disk.call(() -> create(factories, recovered.rebooted())), loop)
        .thenApplyAsync(
            made -> {
              tools.containers().use(made);
              return recovered;
            },
            loop);
  }

  private List<Containerizer> create(List<ContainerizerFactory> factories, boolean rebooted)
      throws IOException {
    Path folder = plan.context().runtimeDir();
    if (rebooted) {
      // Whatever it tells of is gone.
      TreeRemoval.remove(folder);
    }
    Files.createDirectories(folder);
    List<Containerizer> made = new ArrayList<>();
    for (ContainerizerFactory factory : factories) {
      made.add(factory.create(plan.context()));
    }
    return made;
  }

  /** What former lives have left behind is removed when it is old enough. */
  private CompletionStage<Void> leftovers() {
    Layout layout = tools.layout();
    String id = tools.ledger().host().info().getId().getValue();
    Set<Path> needed = new HashSet<>();
    tools
        .ledger()
        .host()
        .frameworks()
        .forEach(
            (framework, f) -> {
              for (LocalExecutor e : f.executors().values()) {
                needed.add(layout.sandbox(id, framework, e.id(), e.container()));
                needed.add(layout.metaRun(id, framework, e.id(), e.container()));
              }
            });
    return disk.call(
            () -> {
              Map<Path, Instant> found = leftovers(layout.agents(), id, needed);
              found.putAll(leftovers(layout.metaAgents(), id, needed));
              return found;
            })
        .handleAsync(
            (found, failure) -> {
              if (failure != null) {
                LOG.warn("Cannot look for what former lives have left", failure);
              } else {
                found.forEach(garbage::discardSince);
              }
              return null;
            },
            loop);
  }

  private Map<Path, Instant> leftovers(Path agents, String id, Set<Path> needed)
      throws IOException {
    return Leftovers.find(agents, agents.resolve(id), tools.layout().trash(agents), needed);
  }
}
