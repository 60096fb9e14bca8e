package org.meseta.agent.state;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.resources.Resources;

/**
 * All that the agent knows at one moment. Immutable.
 *
 * @param info with its id once it is registered
 * @param startTime when the process started
 * @param recovered whether it has found again what ran before; until then it takes no calls
 * @param master with which it is registered, if it is
 * @param total all it has
 * @param frameworks that have something here, by id
 * @param completedFrameworks over, the oldest first
 */
public record Host(
    AgentInfo info,
    Instant startTime,
    boolean recovered,
    Optional<MasterInfo> master,
    Resources total,
    Map<FrameworkID, LocalFramework> frameworks,
    List<LocalFramework> completedFrameworks) {}
