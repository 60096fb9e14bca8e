package org.meseta.master.state;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;

/**
 * A registered agent.
 *
 * @param id its id
 * @param info as it registered
 * @param version of its software
 * @param capabilities it announced
 * @param connected whether its link is up
 * @param registeredTime when it first registered with this master
 * @param reregisteredTime when it last came back, if it did
 * @param total all it has
 * @param used by frameworks' tasks and executors; resources carry allocation roles
 * @param offered in offers that are out
 */
public record Agent(
    AgentID id,
    AgentInfo info,
    String version,
    List<AgentInfo.Capability> capabilities,
    boolean connected,
    Instant registeredTime,
    Optional<Instant> reregisteredTime,
    Resources total,
    Map<FrameworkID, Resources> used,
    Resources offered) {

  /** Whether its resources may be offered. */
  public boolean active() {
    return connected;
  }

  /** As Mesos writes an agent's address: {@code slave(1)@ip:port}. */
  public String pid() {
    return "slave(1)@" + info.getHostname() + ":" + info.getPort();
  }
}
