package org.meseta.agent.loop;

import org.meseta.agent.containers.ContainerizerSource;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.resources.Resources;
import org.meseta.runtime.Flags;

/**
 * What an agent is made from.
 *
 * @param info as it will register, without an id
 * @param total resources of the info
 * @param bootId names this life of the host
 * @param exit ends the process
 */
public record AgentSetup(
    Flags flags,
    AgentInfo info,
    Resources total,
    String bootId,
    ContainerizerSource containerizers,
    Exit exit) {

  /** Ends the process; called on the agent's loop, at most once. */
  @FunctionalInterface
  public interface Exit {

    /**
     * @param status 0 for an end that was asked for
     */
    void now(int status, String reason);
  }
}
