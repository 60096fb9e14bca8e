package org.meseta.agent.http.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.meseta.agent.http.access.Sight;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalFramework;
import org.meseta.agent.state.TaskStates;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.agent.Call;
import org.meseta.protocol.v1.agent.Response;

/** Answers that grow with what the agent has, made when they are written, of what may be seen. */
record Large(Host host, Sight sight) {

  static Supplier<Response> of(Call.Type type, Host host, Sight sight) {
    Large answers = new Large(host, sight);
    return () -> answers.make(Response.Type.valueOf(type.name()));
  }

  private Response make(Response.Type type) {
    Response.Builder response = Response.newBuilder().setType(type);
    switch (type) {
      case GET_TASKS -> response.setGetTasks(tasks());
      case GET_EXECUTORS -> response.setGetExecutors(executors());
      case GET_FRAMEWORKS -> response.setGetFrameworks(frameworks());
      case GET_OPERATIONS ->
          response
              .getGetOperationsBuilder()
              .addAllOperations(sight.operations(host.operations().values()));
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
    for (LocalFramework framework : sight.frameworks(host.frameworks().values())) {
      for (LocalExecutor executor : framework.executors().values()) {
        tasks.addAllQueuedTasks(sight.tasks(framework, executor.queued().values()));
        sight.tasks(framework, executor.tasks().values()).forEach(task -> add(tasks, task));
        tasks.addAllCompletedTasks(sight.tasks(framework, executor.completedTasks()));
      }
    }
    for (LocalFramework framework : allFrameworks()) {
      for (LocalExecutor executor : framework.completedExecutors()) {
        tasks.addAllCompletedTasks(sight.tasks(framework, executor.completedTasks()));
      }
    }
    return tasks.build();
  }

  private static void add(Response.GetTasks.Builder tasks, Task task) {
    if (TaskStates.isTerminal(task.getState())) {
      tasks.addTerminatedTasks(task);
    } else {
      tasks.addLaunchedTasks(task);
    }
  }

  private Response.GetExecutors executors() {
    Response.GetExecutors.Builder executors = Response.GetExecutors.newBuilder();
    for (LocalFramework framework : sight.frameworks(host.frameworks().values())) {
      sight
          .executors(framework, framework.executors().values())
          .forEach(e -> executors.addExecutorsBuilder().setExecutorInfo(e.info()));
    }
    for (LocalFramework framework : allFrameworks()) {
      sight
          .executors(framework, framework.completedExecutors())
          .forEach(e -> executors.addCompletedExecutorsBuilder().setExecutorInfo(e.info()));
    }
    return executors.build();
  }

  private Response.GetFrameworks frameworks() {
    Response.GetFrameworks.Builder frameworks = Response.GetFrameworks.newBuilder();
    sight
        .frameworks(host.frameworks().values())
        .forEach(f -> frameworks.addFrameworksBuilder().setFrameworkInfo(f.info()));
    sight
        .frameworks(host.completedFrameworks())
        .forEach(f -> frameworks.addCompletedFrameworksBuilder().setFrameworkInfo(f.info()));
    return frameworks.build();
  }

  private List<LocalFramework> allFrameworks() {
    List<LocalFramework> all = new ArrayList<>(sight.frameworks(host.frameworks().values()));
    all.addAll(sight.frameworks(host.completedFrameworks()));
    return all;
  }
}
