package org.meseta.plugin.isolator;

import org.meseta.protocol.v1.TaskStatus;
import org.meseta.resources.Resources;

/**
 * Why a container must be destroyed.
 *
 * @param reason shown in the task's status
 * @param message for people: the limit, and what was used
 * @param resources that were exceeded
 */
public record Limitation(TaskStatus.Reason reason, String message, Resources resources) {}
