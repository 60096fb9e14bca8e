package org.meseta.agent.runs;

import java.time.Duration;
import org.meseta.agent.tasks.TaskEnvironment;

/**
 * How tasks are run here.
 *
 * @param switchUser whether tasks run as their users
 * @param launchTimeout how long a container may take to start
 * @param shutdownGrace how long the tasks of a framework that is gone have
 */
public record RunOptions(
    boolean switchUser,
    Duration launchTimeout,
    Duration shutdownGrace,
    TaskEnvironment environment) {}
