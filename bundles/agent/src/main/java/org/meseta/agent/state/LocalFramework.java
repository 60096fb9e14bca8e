package org.meseta.agent.state;

import java.util.List;
import java.util.Map;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.FrameworkInfo;

/**
 * A framework as the agent sees it.
 *
 * @param info with its id
 * @param executors that live, by id
 * @param completedExecutors over, the oldest first
 */
public record LocalFramework(
    FrameworkInfo info,
    Map<ExecutorID, LocalExecutor> executors,
    List<LocalExecutor> completedExecutors) {}
