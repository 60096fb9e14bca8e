package org.meseta.master.http.operator;

import java.util.function.Supplier;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.protocol.v1.master.Call;
import org.meseta.protocol.v1.master.Response;

/** Answers that grow with the cluster, made when they are written. */
final class Large {
  private final Cluster cluster;

  private Large(Cluster cluster) {
    this.cluster = cluster;
  }

  static Supplier<Response> of(Call.Type type, Cluster cluster) {
    Large answers = new Large(cluster);
    return () -> answers.make(Response.Type.valueOf(type.name()));
  }

  private Response make(Response.Type type) {
    Response.Builder response = Response.newBuilder().setType(type);
    switch (type) {
      case GET_TASKS -> response.setGetTasks(tasks());
      case GET_EXECUTORS -> response.setGetExecutors(executors());
      case GET_FRAMEWORKS -> response.setGetFrameworks(frameworks());
      case GET_AGENTS -> response.setGetAgents(agents());
      case GET_OPERATIONS -> response.setGetOperations(operations());
      default ->
          response
              .getGetStateBuilder()
              .setGetTasks(tasks())
              .setGetExecutors(executors())
              .setGetFrameworks(frameworks())
              .setGetAgents(agents());
    }
    return response.build();
  }

  private Response.GetTasks tasks() {
    Response.GetTasks.Builder tasks = Response.GetTasks.newBuilder();
    for (Framework framework : cluster.frameworks().values()) {
      tasks.addAllTasks(framework.tasks().values());
      tasks.addAllUnreachableTasks(framework.unreachableTasks().values());
      tasks.addAllCompletedTasks(framework.completedTasks());
    }
    for (Framework framework : cluster.completedFrameworks()) {
      tasks.addAllCompletedTasks(framework.completedTasks());
    }
    return tasks.build();
  }

  private Response.GetExecutors executors() {
    Response.GetExecutors.Builder executors = Response.GetExecutors.newBuilder();
    for (Framework framework : cluster.frameworks().values()) {
      framework
          .executors()
          .forEach(
              (agent, here) ->
                  here.values()
                      .forEach(
                          executor ->
                              executors
                                  .addExecutorsBuilder()
                                  .setExecutorInfo(executor)
                                  .setAgentId(agent)));
    }
    return executors.build();
  }

  private Response.GetFrameworks frameworks() {
    Response.GetFrameworks.Builder frameworks = Response.GetFrameworks.newBuilder();
    cluster
        .frameworks()
        .values()
        .forEach(f -> frameworks.addFrameworks(Members.framework(cluster, f)));
    cluster
        .completedFrameworks()
        .forEach(f -> frameworks.addCompletedFrameworks(Members.framework(cluster, f)));
    return frameworks.build();
  }

  private Response.GetOperations operations() {
    Response.GetOperations.Builder operations = Response.GetOperations.newBuilder();
    cluster.agents().values().forEach(a -> operations.addAllOperations(a.operations().values()));
    return operations.build();
  }

  private Response.GetAgents agents() {
    Response.GetAgents.Builder agents = Response.GetAgents.newBuilder();
    cluster.agents().values().forEach(a -> agents.addAgents(Members.agent(a)));
    cluster.absent().recovered().values().forEach(a -> agents.addRecoveredAgents(a.info()));
    return agents.build();
  }
}
