package org.meseta.agent.runs;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.meseta.plugin.Clock;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.NetworkInfo;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.runtime.Runtime;

/** Fills in what every status of this agent has. */
public final class StatusMaker {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Runtime runtime;
  private final Clock clock;
  private final String ip;

  /**
   * @param ip of this agent, told as the address of containers without a network of their own
   */
  public StatusMaker(Runtime runtime, String ip) {
    this.runtime = runtime;
    this.clock = runtime.clock();
    this.ip = ip;
  }

  /** A status that is to be delivered: with a uuid of its own. */
  public TaskStatus.Builder status(AgentID agent, TaskID task, TaskState state) {
    return TaskStatus.newBuilder()
        .setTaskId(task)
        .setState(state)
        .setAgentId(agent)
        .setTimestamp(seconds(clock.now()))
        .setUuid(uuid());
  }

  /** What is known of every container. */
  ContainerStatus container(ContainerID id) {
    NetworkInfo.IPAddress address =
        NetworkInfo.IPAddress.newBuilder()
            .setProtocol(ip.contains(":") ? NetworkInfo.Protocol.IPv6 : NetworkInfo.Protocol.IPv4)
            .setIpAddress(ip)
            .build();
    return ContainerStatus.newBuilder()
        .setContainerId(id)
        .addNetworkInfos(NetworkInfo.newBuilder().addIpAddresses(address))
        .build();
  }

  private ByteString uuid() {
    UUID uuid = runtime.newUuid();
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits()).flip();
    return ByteString.copyFrom(bytes);
  }

  private static double seconds(Instant time) {
    // In microseconds, as Mesos has them: a double holds no more.
    long micros = time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
    return micros / (NANOS_PER_SECOND / 1000);
  }
}
