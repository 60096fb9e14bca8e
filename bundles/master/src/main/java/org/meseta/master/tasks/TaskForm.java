package org.meseta.master.tasks;

import java.util.List;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.HealthCheck;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.TaskInfo;

/** Fills in what frameworks may leave out of their tasks. */
public final class TaskForm {

  private TaskForm() {}

  /** The user whom a task runs as. */
  public static String user(TaskInfo task, FrameworkInfo framework) {
    if (task.getCommand().hasUser()) {
      return task.getCommand().getUser();
    }
    return task.getExecutor().getCommand().hasUser()
        ? task.getExecutor().getCommand().getUser()
        : framework.getUser();
  }

  /**
   * The task with allocation roles, the framework's id in its executor, and the type of its health
   * check.
   */
  public static TaskInfo complete(TaskInfo task, FrameworkID framework, String role) {
    TaskInfo.Builder complete =
        task.toBuilder().clearResources().addAllResources(allocated(task.getResourcesList(), role));
    if (task.hasExecutor()) {
      complete.setExecutor(executor(task.getExecutor(), framework, role));
    }
    if (task.hasHealthCheck() && !task.getHealthCheck().hasType()) {
      complete.setHealthCheck(healthCheck(task.getHealthCheck()));
    }
    return complete.build();
  }

  /** The executor with allocation roles and the framework's id. */
  public static ExecutorInfo executor(ExecutorInfo executor, FrameworkID framework, String role) {
    ExecutorInfo.Builder complete =
        executor.toBuilder()
            .clearResources()
            .addAllResources(allocated(executor.getResourcesList(), role));
    if (!executor.hasFrameworkId()) {
      complete.setFrameworkId(framework);
    }
    return complete.build();
  }

  private static List<Resource> allocated(List<Resource> resources, String role) {
    return resources.stream()
        .map(resource -> resource.hasAllocationInfo() ? resource : allocated(resource, role))
        .toList();
  }

  private static Resource allocated(Resource resource, String role) {
    return resource.toBuilder()
        .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(role))
        .build();
  }

  private static HealthCheck healthCheck(HealthCheck check) {
    if (check.hasCommand() == check.hasHttp()) {
      return check;
    }
    HealthCheck.Type type = check.hasCommand() ? HealthCheck.Type.COMMAND : HealthCheck.Type.HTTP;
    return check.toBuilder().setType(type).build();
  }
}
