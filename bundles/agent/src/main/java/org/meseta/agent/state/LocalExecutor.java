package org.meseta.agent.state;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;
import org.meseta.resources.Resources;

/**
 * An executor. For a command task the agent plays it; its id is the task's.
 *
 * @param info as given, or made up for a command task
 * @param command whether the agent itself plays it
 * @param container its container
 * @param sandbox folder on this host
 * @param resources of the executor and its tasks that are not over
 * @param queued tasks that it has not been given yet, by id
 * @param tasks that it has, by id, over or not
 * @param completedTasks over and acknowledged, the oldest first
 */
public record LocalExecutor(
    ExecutorInfo info,
    boolean command,
    ContainerID container,
    Path sandbox,
    Resources resources,
    Map<TaskID, Task> queued,
    Map<TaskID, Task> tasks,
    List<Task> completedTasks) {}
