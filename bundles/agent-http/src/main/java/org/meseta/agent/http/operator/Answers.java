package org.meseta.agent.http.operator;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meseta.agent.api.Agent;
import org.meseta.agent.api.Agent.Usage;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalFramework;
import org.meseta.agent.state.TaskStates;
import org.meseta.http.api.BuildInfo;
import org.meseta.http.api.Refusal;
import org.meseta.protocol.v1.Flag;
import org.meseta.protocol.v1.Metric;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.agent.Call;
import org.meseta.protocol.v1.agent.Response;

/** Answers from the agent's newest snapshot. */
final class Answers {
  private final Agent agent;

  Answers(Agent agent) {
    this.agent = agent;
  }

  /**
   * The answer.
   *
   * @throws Refusal 501 for a call that is not served
   */
  CompletionStage<Response> answer(Call.Type type) {
    Response.Builder response = Response.newBuilder();
    Host host = agent.host();
    switch (type) {
      case GET_HEALTH -> response.getGetHealthBuilder().setHealthy(true);
      case GET_FLAGS -> flags(response.getGetFlagsBuilder());
      case GET_VERSION ->
          response.getGetVersionBuilder().setVersionInfo(BuildInfo.current().message());
      case GET_METRICS -> metrics(response.getGetMetricsBuilder());
      case GET_LOGGING_LEVEL -> response.getGetLoggingLevelBuilder().setLevel(0);
      case GET_AGENT -> response.getGetAgentBuilder().setAgentInfo(host.info());
      case GET_TASKS -> response.setGetTasks(tasks(host));
      case GET_EXECUTORS -> response.setGetExecutors(executors(host));
      case GET_FRAMEWORKS -> response.setGetFrameworks(frameworks(host));
      case GET_OPERATIONS -> response.getGetOperationsBuilder();
      case GET_RESOURCE_PROVIDERS -> response.getGetResourceProvidersBuilder();
      case GET_STATE ->
          response
              .getGetStateBuilder()
              .setGetTasks(tasks(host))
              .setGetExecutors(executors(host))
              .setGetFrameworks(frameworks(host));
      default -> throw Refusal.of(501, "This agent does not serve the call " + type.name());
    }
    return CompletableFuture.completedFuture(
        response.setType(Response.Type.valueOf(type.name())).build());
  }

  static Response containers(List<Usage> usages) {
    Response.GetContainers.Builder containers = Response.GetContainers.newBuilder();
    for (Usage usage : usages) {
      containers
          .addContainersBuilder()
          .setFrameworkId(usage.framework())
          .setExecutorId(usage.id())
          .setExecutorName(usage.executor().getName())
          .setContainerId(usage.container())
          .setContainerStatus(usage.status())
          .setResourceStatistics(usage.statistics());
    }
    return Response.newBuilder()
        .setType(Response.Type.GET_CONTAINERS)
        .setGetContainers(containers)
        .build();
  }

  private void flags(Response.GetFlags.Builder flags) {
    new TreeMap<>(agent.flags())
        .forEach((name, value) -> flags.addFlags(Flag.newBuilder().setName(name).setValue(value)));
  }

  private void metrics(Response.GetMetrics.Builder metrics) {
    for (Map.Entry<String, Double> figure : agent.metrics().snapshot().entrySet()) {
      metrics.addMetrics(Metric.newBuilder().setName(figure.getKey()).setValue(figure.getValue()));
    }
  }

  private static Response.GetTasks tasks(Host host) {
    Response.GetTasks.Builder tasks = Response.GetTasks.newBuilder();
    for (LocalFramework framework : host.frameworks().values()) {
      for (LocalExecutor executor : framework.executors().values()) {
        tasks.addAllQueuedTasks(executor.queued().values());
        executor.tasks().values().forEach(task -> add(tasks, task));
        tasks.addAllCompletedTasks(executor.completedTasks());
      }
      completed(tasks, framework);
    }
    host.completedFrameworks().forEach(framework -> completed(tasks, framework));
    return tasks.build();
  }

  private static void add(Response.GetTasks.Builder tasks, Task task) {
    if (TaskStates.isTerminal(task.getState())) {
      tasks.addTerminatedTasks(task);
    } else {
      tasks.addLaunchedTasks(task);
    }
  }

  private static void completed(Response.GetTasks.Builder tasks, LocalFramework framework) {
    framework.completedExecutors().forEach(e -> tasks.addAllCompletedTasks(e.completedTasks()));
  }

  private static Response.GetExecutors executors(Host host) {
    Response.GetExecutors.Builder executors = Response.GetExecutors.newBuilder();
    host.executors().forEach(e -> executors.addExecutorsBuilder().setExecutorInfo(e.info()));
    for (LocalFramework framework : host.frameworks().values()) {
      completed(executors, framework);
    }
    host.completedFrameworks().forEach(framework -> completed(executors, framework));
    return executors.build();
  }

  private static void completed(Response.GetExecutors.Builder executors, LocalFramework framework) {
    framework
        .completedExecutors()
        .forEach(e -> executors.addCompletedExecutorsBuilder().setExecutorInfo(e.info()));
  }

  private static Response.GetFrameworks frameworks(Host host) {
    Response.GetFrameworks.Builder frameworks = Response.GetFrameworks.newBuilder();
    host.frameworks()
        .values()
        .forEach(f -> frameworks.addFrameworksBuilder().setFrameworkInfo(f.info()));
    host.completedFrameworks()
        .forEach(f -> frameworks.addCompletedFrameworksBuilder().setFrameworkInfo(f.info()));
    return frameworks.build();
  }
}
