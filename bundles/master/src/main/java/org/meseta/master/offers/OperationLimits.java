package org.meseta.master.offers;

import org.meseta.master.state.Agent;
import org.meseta.protocol.v1.Offer;
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

  /** Operations of an agent whose outcome is awaited or not acknowledged. */
  static final int OPERATIONS = 200;

  private OperationLimits() {}

  /**
   * @throws ResourceException if it is too much; the message says what
   */
  public static void require(Agent agent, Offer.Operation operation, Conversion conversion) {
    require("The operation", operation.getSerializedSize(), OPERATION, "bytes");
    for (Resource resource : conversion.after().toList()) {
      require("The resource", resource.getSerializedSize(), RESOURCE, "bytes");
    }
    String name = "Agent " + agent.id().getValue();
    int after = conversion.apply(agent.total()).size();
    if (after > agent.total().size()) {
      require(name, after, RESOURCES, "resources that are told apart");
    }
    require(name, agent.operations().size() + 1, OPERATIONS, "unacknowledged operations");
  }

  private static void require(String what, int is, int most, String of) {
    if (is > most) {
      throw new ResourceException(what + " would have " + is + " " + of + ", more than " + most);
    }
  }
}
