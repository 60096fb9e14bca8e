package org.meseta.agent.runs;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.delivery.Delivery;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalFramework;
import org.meseta.agent.state.TaskKey;
import org.meseta.agent.tasks.TaskEnd;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.TaskStatus.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings runs to their end: told, written down, acknowledged, cleared away. */
final class Ending implements Delivery.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  private final Tools tools;
  private final Map<TaskKey, Run> runs = new LinkedHashMap<>();
  private final Map<TaskKey, Runnable> whenGone = new HashMap<>();
  private final Map<String, Runnable> whenIdle = new HashMap<>();

  Ending(Tools tools) {
    this.tools = tools;
  }

  void add(Run run) {
    runs.put(run.key(), run);
  }

  @Nullable Run get(TaskKey key) {
    return runs.get(key);
  }

  List<Run> all() {
    return List.copyOf(runs.values());
  }

  List<Run> of(FrameworkID framework) {
    return runs.values().stream().filter(r -> r.framework().equals(framework)).toList();
  }

  /** Does something when a run is gone, which is there now; once. */
  void whenGone(TaskKey key, Runnable action) {
    whenGone.put(key, action);
  }

  /** Does something when there is no run; now, if there is none. The same name counts once. */
  void whenIdle(String name, Runnable action) {
    whenIdle.put(name, action);
    checkIdle();
  }

  /** Nothing of the run runs any more. */
  void end(Run run, TaskEnd end, Source source) {
    if (run.phase == Run.Phase.OVER) {
      return;
    }
    run.phase = Run.Phase.OVER;
    run.cancelTimer();
    tools
        .ledger()
        .executor(run.framework(), run.executor())
        .ifPresent(
            e -> tools.ledger().executor(run.framework(), e.in(LocalExecutor.Phase.TERMINATED)));
    TaskStatus.Builder status = tools.status(run, end.state()).setSource(source);
    end.into(status);
    count(end.state());
    if (run.silent) {
      endInSilence(run, status.setState(TaskState.TASK_KILLED).build());
    } else {
      tools.update(run, status);
    }
  }

  private void count(TaskState state) {
    tools.metrics().counter("slave/executors_terminated").increment();
    String name = state.name().toLowerCase(Locale.ROOT).replace("task_", "tasks_");
    tools.metrics().counter("slave/" + name).increment();
  }

  private void endInSilence(Run run, TaskStatus status) {
    tools.ledger().status(run.key(), status);
    tools.containers().forget(run.container());
    complete(run);
  }

  @Override
  public void endIsDurable(TaskKey key) {
    Run run = runs.get(key);
    if (run != null) {
      tools.containers().forget(run.container());
    }
  }

  @Override
  public void endIsAcknowledged(TaskKey key) {
    Run run = runs.get(key);
    if (run != null) {
      complete(run);
    }
  }

  /** Nobody waits for anything of this run. */
  void complete(Run run) {
    runs.remove(run.key());
    tools.ledger().completeTask(run.key());
    tools
        .ledger()
        .executor(run.framework(), run.executor())
        .ifPresent(e -> tools.ledger().completeExecutor(run.framework(), e));
    if (run.metaTask().isPresent()) {
      tools.checkpoints().completed(run.metaRun()).whenComplete((done, e) -> warn(run, e));
    }
    discard(run);
    tools
        .ledger()
        .framework(run.framework())
        .filter(f -> f.executors().isEmpty())
        .ifPresent(this::complete);
    Optional.ofNullable(whenGone.remove(run.key())).ifPresent(Runnable::run);
    checkIdle();
  }

  private static void warn(Run run, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.warn("Cannot write down that task {} is done with", run.key(), failure);
    }
  }

  private void discard(Run run) {
    String agent = run.record().agent();
    Rubbish rubbish = tools.rubbish();
    rubbish.discard(run.sandbox());
    rubbish.discard(tools.layout().executor(agent, run.framework(), run.executor()));
    if (run.metaTask().isPresent()) {
      rubbish.discard(run.metaRun());
      rubbish.discard(tools.layout().metaExecutor(agent, run.framework(), run.executor()));
    }
  }

  /** The framework has nothing here any more. */
  void complete(LocalFramework framework) {
    LOG.info("Framework {} has nothing here any more", framework.id().getValue());
    String agent = tools.agentId().getValue();
    tools.ledger().completeFramework(framework.id());
    tools.rubbish().discard(tools.layout().framework(agent, framework.id()));
    // Runs of it may have been written down whatever it says of itself now.
    tools.rubbish().discard(tools.layout().metaFramework(agent, framework.id()));
  }

  /** Folders that a new run needs again. */
  void keep(Run run) {
    String agent = run.record().agent();
    Rubbish rubbish = tools.rubbish();
    rubbish.keep(tools.layout().framework(agent, run.framework()));
    rubbish.keep(tools.layout().metaFramework(agent, run.framework()));
    rubbish.keep(tools.layout().executor(agent, run.framework(), run.executor()));
    rubbish.keep(tools.layout().metaExecutor(agent, run.framework(), run.executor()));
  }

  private void checkIdle() {
    if (runs.isEmpty() && !whenIdle.isEmpty()) {
      List<Runnable> actions = List.copyOf(whenIdle.values());
      whenIdle.clear();
      actions.forEach(Runnable::run);
    }
  }
}
