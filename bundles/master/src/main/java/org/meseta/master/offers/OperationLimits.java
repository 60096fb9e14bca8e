package org.meseta.master.offers;

import java.util.Optional;
import org.meseta.master.state.Agent;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Operation;
import org.meseta.protocol.v1.Resource;
import org.meseta.resources.Conversion;
import org.meseta.resources.ResourceException;

/**
 * How much may be made of an agent's resources: it writes all of it down with each operation, and
 * says all of it when it returns. Far more than anybody needs.
 */
public final class OperationLimits {
  /** Bytes of an operation. */
  static final int OPERATION = 64 << 10;

  /** Bytes of a resource that it makes; labels are what makes it long. */
  static final int RESOURCE = 4 << 10;

  /** Resources of an agent that are told apart. */
  static final int RESOURCES = 2000;

  /** Operations of an agent whose outcome is awaited or not acknowledged: of one owner. */
  static final int OWN = 50;

  /** The same of all frameworks together. */
  static final int FRAMEWORKS = 200;

  private OperationLimits() {}

  /**
   * @param owner the framework that wants it; empty: operators, who cannot be shut out by any
   * @throws ResourceException if it is too much; the message says what
   */
  public static void require(
      Optional<FrameworkID> owner, Agent agent, Offer.Operation operation, Conversion conversion) {
    require("The operation", operation.getSerializedSize(), OPERATION, "bytes");
    for (Resource resource : conversion.after().toList()) {
      require("The resource", resource.getSerializedSize(), RESOURCE, "bytes");
    }
    String name = "Agent " + agent.id().getValue();
    int after = conversion.apply(agent.total()).size();
    if (after > agent.total().size()) {
      require(name, after, RESOURCES, "resources that are told apart");
    }
    requireFew(owner, agent, name);
  }

  private static void requireFew(Optional<FrameworkID> owner, Agent agent, String name) {
    int own = 1;
    int frameworks = 1;
    for (Operation open : agent.operations().values()) {
      frameworks += open.hasFrameworkId() ? 1 : 0;
      own += owner(open).equals(owner) ? 1 : 0;
    }
    String who = owner.map(id -> "Framework " + id.getValue()).orElse("Operators");
    String of = "unacknowledged operations";
    require(who, own, OWN, of + " on agent " + agent.id().getValue());
    if (owner.isPresent()) {
      require(name, frameworks, FRAMEWORKS, of + " of frameworks");
    }
  }

  private static Optional<FrameworkID> owner(Operation operation) {
    return operation.hasFrameworkId() ? Optional.of(operation.getFrameworkId()) : Optional.empty();
  }

  private static void require(String what, int is, int most, String of) {
    if (is > most) {
      throw new ResourceException(what + " would have " + is + " " + of + ", more than " + most);
    }
  }
}
