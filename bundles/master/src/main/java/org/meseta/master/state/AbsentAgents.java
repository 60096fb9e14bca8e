package org.meseta.master.state;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.meseta.protocol.v1.AgentID;

/**
 * Agents that are known and not registered.
 *
 * @param recovered admitted by a predecessor of this master; they have time to come back
 * @param unreachable since when they cannot be reached; they may come back
 * @param gone since when they are gone for good
 * @param deactivated which of those that may come back are deactivated then
 */
public record AbsentAgents(
    Map<AgentID, RecoveredAgent> recovered,
    Map<AgentID, Instant> unreachable,
    Map<AgentID, Instant> gone,
    Set<AgentID> deactivated) {
  /** There are none. */
  public static final AbsentAgents NONE = new AbsentAgents(Map.of(), Map.of(), Map.of(), Set.of());

  public AbsentAgents {
    recovered = Table.of(recovered);
    unreachable = Table.of(unreachable);
    gone = Table.of(gone);
    deactivated = Set.copyOf(deactivated);
  }
}
