package org.meseta.agent.loop;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.api.Agent;
import org.meseta.agent.api.MasterLink;
import org.meseta.agent.calls.KillTaskCall;
import org.meseta.agent.calls.MissingTasksCall;
import org.meseta.agent.calls.RunTaskCall;
import org.meseta.agent.calls.Strays;
import org.meseta.agent.calls.UpdateFrameworkCall;
import org.meseta.agent.calls.WaitingTasks;
import org.meseta.agent.delivery.Outbox;
import org.meseta.agent.operations.Operations;
import org.meseta.agent.recovery.Recovery;
import org.meseta.agent.runs.Failures;
import org.meseta.agent.runs.TaskRuns;
import org.meseta.agent.runs.Tools;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.TaskKey;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.AuthorizerFactory;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.ExitedExecutor;
import org.meseta.protocol.link.FrameworkToExecutor;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.RunTask;
import org.meseta.protocol.link.RunTaskGroup;
import org.meseta.protocol.link.StatusUpdateAcknowledgement;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.runtime.Authority;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.MetricsRegistry;
import org.meseta.runtime.Runtime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent: takes what comes from outside onto its loop, and hands it to those who know. */
public final class AgentDaemon implements Agent, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentDaemon.class);

  private final AgentSetup setup;
  private final EventLoop loop;
  private final MetricsRegistry metrics;
  private final Outbox outbox = new Outbox();
  private final Tools tools;
  private final Operations operations;
  private final TaskRuns runs;
  private final Registration registration;
  private final Recovery recovery;
  private final Usages usages;
  private final WaitingTasks waiting;
  private final RunTaskCall runTask;
  private final KillTaskCall killTask;
  private final MissingTasksCall missingTasks;
  private final UpdateFrameworkCall updateFramework;
  private final Runnable collectGarbage;
  private final Authority authority;
  private @Nullable MasterInfo waitingMaster;
  private @Nullable MasterLink waitingLink;
  private boolean ending;
  private volatile Host published;

  /**
   * Blocks for a moment: looks at the work directory. Nothing happens before {@link #start}.
   *
   * @throws IOException if the work directory cannot be used
   * @throws org.meseta.runtime.FlagException if flags do not go together on this host
   */
  public AgentDaemon(Runtime runtime, AgentSetup setup) throws IOException {
    this.setup = setup;
    this.loop = runtime.loop("agent");
    this.metrics = runtime.metrics();
    Assembly parts = new Assembly(runtime, setup, loop, outbox);
    this.tools = parts.tools();
    this.operations = parts.operations();
    this.runs = parts.runs();
    this.recovery = parts.recovery(runs);
    this.registration =
        new Registration(
            tools,
            operations,
            outbox,
            runtime,
            setup.flags().duration("registration_backoff_factor"));
    this.usages = new Usages(tools.containers(), loop.timers());
    this.waiting = new WaitingTasks(runs);
    Strays strays = new Strays(tools);
    this.runTask = new RunTaskCall(tools, runs, waiting, strays, runtime);
    this.killTask = new KillTaskCall(tools, runs, waiting, strays);
    this.missingTasks = new MissingTasksCall(runs, strays);
    this.updateFramework = new UpdateFrameworkCall(tools);
    this.collectGarbage = parts.garbage()::start;
    this.authority = new Authority(setup.flags().has("authorizer"));
    this.published = tools.ledger().host();
    new AgentMetrics(metrics, runtime.clock(), this::host).register();
  }

  /** Finds again what ran before; then takes calls and registers. */
  public void start() {
    loop.afterBatch(() -> published = tools.ledger().host());
    loop.execute(
        () -> {
          long begin = loop.clock().nanoTime();
          recovery.run().whenCompleteAsync((done, failure) -> recovered(begin, failure), loop);
        });
  }

  private void recovered(long begin, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.error("Recovery failed", Failures.cause(failure));
      setup.exit().now(1, Failures.message(failure));
      return;
    }
    double seconds = (loop.clock().nanoTime() - begin) / 1e9;
    metrics.gauge("slave/recovery_time_secs", () -> seconds);
    tools.ledger().recovered();
    collectGarbage.run();
    LOG.info("Recovered in {}", Duration.ofNanos((long) (seconds * 1e9)));
    if (setup.flags().text("recover").orElse("").equals("cleanup")) {
      end("all tasks are cleaned up");
    } else if (waitingLink != null && waitingMaster != null) {
      registration.connected(waitingLink, waitingMaster);
    }
  }

  @Override
  public Host host() {
    return published;
  }

  @Override
  public Map<String, String> flags() {
    return setup.flags().shown();
  }

  @Override
  public MetricsRegistry metrics() {
    return metrics;
  }

  @Override
  public CompletionStage<List<Usage>> usage() {
    return loop.ask(tools.ledger()::host).thenCompose(usages::of);
  }

  @Override
  public CompletionStage<Boolean> allows(Principal principal, Action action, String object) {
    return authority.ask(loop, principal, action, object);
  }

  /**
   * From now on this authorizer decides. While the one that was asked for is not there, nobody may
   * do anything.
   */
  public void authorizer(Optional<AuthorizerFactory> factory) {
    loop.execute(() -> factory.ifPresentOrElse(authority::install, authority::remove));
  }

  @Override
  public void listensOn(int port) {
    loop.execute(
        () ->
            tools
                .ledger()
                .identity(tools.ledger().host().info().toBuilder().setPort(port).build()));
  }

  @Override
  public void masterConnected(MasterLink link, MasterInfo master) {
    loop.execute(
        () -> {
          waitingLink = link;
          waitingMaster = master;
          if (tools.ledger().host().recovered() && !ending) {
            registration.connected(link, master);
          }
        });
  }

  @Override
  public void masterSent(MasterLink link, MasterMessage message) {
    loop.execute(
        () -> {
          if (outbox.is(link)) {
            take(message);
          }
        });
  }

  @Override
  public void masterHeartbeat(MasterLink link, boolean registered) {
    loop.execute(
        () -> {
          if (outbox.is(link)) {
            registration.heartbeat(registered);
          }
        });
  }

  @Override
  public void masterDisconnected(MasterLink link, String reason) {
    loop.execute(
        () -> {
          if (link == waitingLink) {
            waitingLink = null;
            waitingMaster = null;
          }
          if (outbox.is(link)) {
            LOG.info("The link {} is gone: {}", link.description(), reason);
            registration.disconnected();
          }
        });
  }

  private void take(MasterMessage message) {
    if (registration.hold(message)) {
      return;
    }
    switch (message.getMessageCase()) {
      case REGISTERED, REREGISTERED, SHUTDOWN -> takeMastersWord(message);
      default -> {
        if (registration.isRegistered()) {
          takeCall(message);
        } else {
          LOG.warn("{} is passed over: not registered", message.getMessageCase());
        }
      }
    }
  }

  private void takeMastersWord(MasterMessage message) {
    switch (message.getMessageCase()) {
      case REGISTERED -> registration.registered(message.getRegistered(), this::take);
      case REREGISTERED -> {
        if (registration.reregistered(message.getReregistered().getAgentId(), this::take)) {
          missingTasks.handle(message.getReregistered().getMissingTasksList());
        }
      }
      default -> shutdown(message.getShutdown().getReason());
    }
  }

  private void takeCall(MasterMessage message) {
    switch (message.getMessageCase()) {
      case RUN_TASK -> run(message.getRunTask());
      case APPLY_OPERATION -> operations.apply(message.getApplyOperation());
      case OPERATION_ACKNOWLEDGEMENT ->
          operations.acknowledge(message.getOperationAcknowledgement());
      case RUN_TASK_GROUP -> refuse(message.getRunTaskGroup());
      case KILL_TASK -> killTask.handle(message.getKillTask());
      case ACKNOWLEDGEMENT -> acknowledge(message.getAcknowledgement());
      case UPDATE_FRAMEWORK -> updateFramework.handle(message.getUpdateFramework().getFramework());
      case SHUTDOWN_FRAMEWORK -> shutdownFramework(message.getShutdownFramework().getFrameworkId());
      case SHUTDOWN_EXECUTOR -> killTask.handle(message.getShutdownExecutor());
      case FRAMEWORK_TO_EXECUTOR -> hear(message.getFrameworkToExecutor());
      default -> LOG.warn("A message of a kind that this agent does not know");
    }
  }

  /** For an executor that the agent plays: such a one has no use for what its framework says. */
  private void hear(FrameworkToExecutor message) {
    boolean runs =
        tools
            .ledger()
            .executor(message.getFrameworkId(), message.getExecutorId())
            .filter(executor -> executor.phase() == LocalExecutor.Phase.RUNNING)
            .isPresent();
    String figure = runs ? "slave/valid_framework_messages" : "slave/invalid_framework_messages";
    metrics.counter(figure).increment();
  }

  private void run(RunTask task) {
    runTask.handle(task);
    if (task.getTask().hasExecutor()) {
      exited(task.getFramework().getId(), task.getTask().getExecutor());
    }
  }

  private void refuse(RunTaskGroup group) {
    runTask.refuse(group);
    exited(group.getFramework().getId(), group.getExecutor());
  }

  /** This agent runs no such executors: the master is not to keep anything for one. */
  private void exited(FrameworkID framework, ExecutorInfo executor) {
    ExitedExecutor exited =
        ExitedExecutor.newBuilder()
            .setFrameworkId(framework)
            .setExecutorId(executor.getExecutorId())
            .setWaitStatus(-1)
            .build();
    outbox.send(AgentMessage.newBuilder().setExitedExecutor(exited).build());
  }

  private void acknowledge(StatusUpdateAcknowledgement ack) {
    tools.delivery().acknowledge(new TaskKey(ack.getFrameworkId(), ack.getTaskId()), ack.getUuid());
  }

  private void shutdownFramework(FrameworkID framework) {
    LOG.info("Shutting framework {} down", framework.getValue());
    waiting.drop(framework);
    runs.shutdown(framework);
  }

  private void shutdown(String reason) {
    LOG.warn("The master shuts this agent down: {}", reason);
    end("the master says: " + reason);
  }

  /** Ends all tasks and gives up the agent's id; then the process ends. */
  private void end(String reason) {
    if (ending) {
      return;
    }
    ending = true;
    runTask.stop();
    tools
        .checkpoints()
        .forgetAgent()
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.error("Cannot give up the agent's id", failure);
              }
              List.copyOf(tools.ledger().host().frameworks().keySet()).forEach(runs::shutdown);
              runs.whenIdle(() -> setup.exit().now(0, reason));
            });
  }

  /** Stops. Tasks live on. */
  @Override
  public void close() {
    loop.execute(
        () -> {
          registration.disconnected();
          tools.containers().close();
        });
    tools.checkpoints().close().whenComplete((done, failure) -> loop.close());
  }
}
