package org.meseta.agent.http.operator;

import java.util.function.Supplier;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalFramework;
import org.meseta.agent.state.TaskStates;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.agent.Call;
import org.meseta.protocol.v1.agent.Response;

/** Answers that grow with what the agent has, made when they are written. */
record Large(Host host) {

  static Supplier<Response> of(Call.Type type, Host host) {
    Large answers = new Large(host);
    return () -> answers.make(Response.Type.valueOf(type.name()));
  }

  private Response make(Response.Type type) {
    Response.Builder response = Response.newBuilder().setType(type);
    switch (type) {
      case GET_TASKS -> response.setGetTasks(tasks());
      case GET_EXECUTORS -> response.setGetExecutors(executors());
      case GET_FRAMEWORKS -> response.setGetFrameworks(frameworks());
      default ->
          response
              .getGetStateBuilder()
              .setGetTasks(tasks())
              .setGetExecutors(executors())
              .setGetFrameworks(frameworks());
    }
    return response.build();
  }

  private Response.GetTasks tasks() {
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

  private Response.GetExecutors executors() {
    Response.GetExecutors.Builder executors = Response.GetExecutors.newBuilder();
    host.executors().forEach(e -> executors.addExecutorsBuilder().setExecutorInfo(e.info()));
    host.frameworks().values().forEach(framework -> completed(executors, framework));
    host.completedFrameworks().forEach(framework -> completed(executors, framework));
    return executors.build();
  }

  private static void completed(Response.GetExecutors.Builder executors, LocalFramework framework) {
    framework
        .completedExecutors()
        .forEach(e -> executors.addCompletedExecutorsBuilder().setExecutorInfo(e.info()));
  }

  private Response.GetFrameworks frameworks() {
    Response.GetFrameworks.Builder frameworks = Response.GetFrameworks.newBuilder();
    host.frameworks()
        .values()
        .forEach(f -> frameworks.addFrameworksBuilder().setFrameworkInfo(f.info()));
    host.completedFrameworks()
        .forEach(f -> frameworks.addCompletedFrameworksBuilder().setFrameworkInfo(f.info()));
    return frameworks.build();
  }
}
