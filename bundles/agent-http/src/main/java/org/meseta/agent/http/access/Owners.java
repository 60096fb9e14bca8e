package org.meseta.agent.http.access;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalFramework;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.Task;

/** Whose things are: the user that they run as. */
public final class Owners {
  private Owners() {}

  /** Of a framework. */
  static String of(LocalFramework framework) {
    return framework.info().getUser();
  }

  /** Of an executor and its sandbox: the framework's, unless its command says otherwise. */
  public static String of(LocalFramework framework, ExecutorInfo executor) {
    return named(executor.getCommand().getUser(), framework);
  }

  /** Of a task: the framework's, unless it says otherwise. */
  static String of(LocalFramework framework, Task task) {
    return named(task.getUser(), framework);
  }

  private static String named(String user, LocalFramework framework) {
    return user.isEmpty() ? of(framework) : user;
  }

  /** All that own anything. */
  static Set<String> all(Host host) {
    Set<String> all = new HashSet<>();
    Stream.concat(host.frameworks().values().stream(), host.completedFrameworks().stream())
        .forEach(framework -> add(all, framework));
    return all;
  }

  private static void add(Set<String> all, LocalFramework framework) {
    all.add(of(framework));
    Stream.concat(framework.executors().values().stream(), framework.completedExecutors().stream())
        .forEach(
            executor -> {
              all.add(of(framework, executor.info()));
              tasks(executor).forEach(task -> all.add(of(framework, task)));
            });
  }

  private static Stream<Task> tasks(LocalExecutor executor) {
    return Stream.of(
            executor.queued().values(), executor.tasks().values(), executor.completedTasks())
        .flatMap(tasks -> tasks.stream());
  }
}
