package org.meseta.agent.operations;

import org.meseta.resources.ResourceException;
import org.meseta.resources.Resources;

/** The agent was started with resources that do not hold what was reserved on it before. */
public final class IncompatibleResourcesException extends RuntimeException {
  private static final long serialVersionUID = 1;

  IncompatibleResourcesException(Resources fixed, ResourceException cause) {
    super(
        "Reservations and volumes that were made here are not part of what this agent is started"
            + " with: "
            + cause.getMessage()
            + ", and of that not enough is in '"
            + fixed
            + "'. Start it with these resources; or, to give up reservations and volumes, remove"
            + " meta/resources below its work directory",
        cause);
  }
}
