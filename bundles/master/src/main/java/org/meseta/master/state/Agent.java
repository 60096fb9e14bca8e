package org.meseta.master.state;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Operation;
import org.meseta.resources.Resources;

/**
 * A registered agent.
 *
 * @param id its id
 * @param info as it registered, with its id
 * @param ip numeric address from which it is linked
 * @param version of its software
 * @param capabilities it announced
 * @param connected whether its link is up
 * @param deactivated whether an operator has said that nothing of it is to be offered
 * @param registeredTime when it first registered with this master
 * @param reregisteredTime when it last came back, if it did
 * @param total all it has
 * @param used by frameworks' tasks and executors; resources carry allocation roles
 * @param offered in offers that are out
 * @param operations by uuid: those that it has not applied yet, and those whose outcome is not
 *     acknowledged
 */
public record Agent(
    AgentID id,
    AgentInfo info,
    String ip,
    String version,
    List<AgentInfo.Capability> capabilities,
    boolean connected,
    boolean deactivated,
    Instant registeredTime,
    Optional<Instant> reregisteredTime,
    Resources total,
    Map<FrameworkID, Resources> used,
    Resources offered,
    Map<ByteString, Operation> operations) {

  public Agent {
    capabilities = List.copyOf(capabilities);
    used = Table.of(used);
    operations = Table.of(operations);
  }

  /** Whether its resources may be offered. */
  public boolean active() {
    return connected && !deactivated;
  }

  /** Whether it announced this capability. */
  public boolean can(AgentInfo.Capability.Type capability) {
    return capabilities.stream().anyMatch(c -> c.getType() == capability);
  }

  /** As Mesos writes an agent's address: {@code slave(1)@ip:port}. */
  public String pid() {
    return "slave(1)@" + ip + ":" + info.getPort();
  }

  /** The same agent, changed. */
  public Agent with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.agent();
  }

  /** The parts of an agent that change, while they do. */
  public static final class Draft {
    private final Agent before;
    public AgentInfo info;
    public String ip;
    public String version;
    public List<AgentInfo.Capability> capabilities;
    public boolean connected;
    public boolean deactivated;
    public Optional<Instant> reregisteredTime;
    public Resources total;
    public Table<FrameworkID, Resources> used;
    public Resources offered;
    public Table<ByteString, Operation> operations;

    private Draft(Agent before) {
      this.before = before;
      info = before.info;
      ip = before.ip;
      version = before.version;
      capabilities = before.capabilities;
      connected = before.connected;
      deactivated = before.deactivated;
      reregisteredTime = before.reregisteredTime;
      total = before.total;
      used = Table.of(before.used);
      offered = before.offered;
      operations = Table.of(before.operations);
    }

    private Agent agent() {
      return new Agent(
          before.id,
          info,
          ip,
          version,
          capabilities,
          connected,
          deactivated,
          before.registeredTime,
          reregisteredTime,
          total,
          used,
          offered,
          operations);
    }
  }
}
