package org.meseta.agent.recovery;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meseta.agent.checkpoint.Layout;
import org.meseta.agent.checkpoint.Recovered;
import org.meseta.agent.checkpoint.RunRecord;
import org.meseta.agent.runs.TaskRuns;
import org.meseta.agent.runs.TaskRuns.Restored;
import org.meseta.agent.runs.Tools;
import org.meseta.agent.state.LocalFramework;
import org.meseta.agent.state.TaskKey;
import org.meseta.agent.tasks.CommandTasks;
import org.meseta.plugin.containerizer.Containerizer;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts back what a former life of the agent has written down. Belongs to the agent's loop. */
final class Restoration {
  private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);

  private final Tools tools;
  private final TaskRuns runs;
  private final Map<TaskKey, Restored> restored = new LinkedHashMap<>();

  Restoration(Tools tools, TaskRuns runs) {
    this.tools = tools;
    this.runs = runs;
  }

  /** Puts everything back as it was written down; the containers are not looked for yet. */
  void restore(Recovered recovered) {
    AgentInfo now = tools.ledger().host().info();
    recovered
        .info()
        .map(before -> now.toBuilder().setId(before.getId()).build())
        .ifPresent(tools.ledger()::identity);
    for (Recovered.Framework framework : recovered.frameworks()) {
      tools.ledger().framework(framework.info());
      // First those that are done with: a later run may have the same id. With its last run a
      // framework is over, too, and begins again with the next.
      for (Recovered.Run run : runs(framework, true)) {
        tools.ledger().framework(framework.info());
        restore(framework, run, recovered.rebooted());
        tools.delivery().forget(key(framework, run));
      }
      for (Recovered.Run run : runs(framework, false)) {
        tools.ledger().framework(framework.info());
        if (runs.has(key(framework, run))) {
          LOG.warn("Run {} is given up: its task has another one", run.container().getValue());
        } else {
          restore(framework, run, recovered.rebooted());
        }
      }
    }
  }

  private static List<Recovered.Run> runs(Recovered.Framework framework, boolean done) {
    return framework.runs().stream().filter(run -> RestoredTask.done(run) == done).toList();
  }

  private static TaskKey key(Recovered.Framework framework, Recovered.Run run) {
    return new TaskKey(framework.info().getId(), run.task().getTaskId());
  }

  private void restore(Recovered.Framework framework, Recovered.Run run, boolean rebooted) {
    FrameworkID id = framework.info().getId();
    TaskKey key = key(framework, run);
    RunRecord record =
        new RunRecord(
            tools.ledger().host().info().getId().getValue(),
            framework.info(),
            run.executor(),
            run.container(),
            run.task(),
            run.user());
    Path sandbox = record.sandbox(tools.layout());
    tools
        .ledger()
        .executor(
            id,
            CommandTasks.executor(
                id, run.task(), run.container(), sandbox, CommandTasks.staging(id, run.task())));
    RestoredTask task = RestoredTask.replay(run, key, tools.ledger());
    Restored summary = task.summary(run, rebooted);
    runs.restore(record, summary);
    restored.put(key, summary);
    tools
        .delivery()
        .restore(
            key, task.stream(), Optional.of(Layout.task(run.metaRun(), run.task().getTaskId())));
    LOG.info("Task {} was here: {}", key, summary);
  }

  /** The containers have been looked for. */
  void found(Containerizer.Recovery found) {
    LOG.info(
        "Containers: {} alive, {} lost, {} of nobody",
        found.alive().size(),
        found.lost().size(),
        found.orphans().size());
    restored.forEach((key, summary) -> runs.found(key, summary, found.alive(), found.lost()));
    for (LocalFramework framework : tools.ledger().host().frameworks().values()) {
      if (framework.executors().isEmpty()) {
        runs.complete(framework);
      }
    }
  }
}
