package org.meseta.agent.state;

import java.util.List;
import java.util.stream.Stream;
import org.meseta.protocol.v1.AgentInfo.Capability;

/** What this agent can do, as masters and schedulers know it. */
public final class Capabilities {
  /** All of it. */
  public static final List<Capability> ALL =
      Stream.of(
              Capability.Type.MULTI_ROLE,
              Capability.Type.HIERARCHICAL_ROLE,
              Capability.Type.RESERVATION_REFINEMENT,
              Capability.Type.RESIZE_VOLUME,
              Capability.Type.AGENT_OPERATION_FEEDBACK)
          .map(type -> Capability.newBuilder().setType(type).build())
          .toList();

  private Capabilities() {}
}
