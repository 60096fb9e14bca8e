package org.meseta.master.state;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;

/**
 * An agent that an earlier master has admitted. Its description stays as it was written down until
 * somebody looks at it: after a restart there may be many, and most are back soon.
 */
public final class RecoveredAgent {
  private final AgentID id;
  private final ByteString info;

  /**
   * @param info an {@link AgentInfo}, written
   */
  public RecoveredAgent(AgentID id, ByteString info) {
    this.id = id;
    this.info = info;
  }

  /** Its id. */
  public AgentID id() {
    return id;
  }

  /** Its description; read each time. */
  public AgentInfo info() {
    try {
      return AgentInfo.parseFrom(info);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("Agent " + id.getValue() + " cannot be read", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecoveredAgent agent && id.equals(agent.id) && info.equals(agent.info);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "agent " + id.getValue();
  }
}
