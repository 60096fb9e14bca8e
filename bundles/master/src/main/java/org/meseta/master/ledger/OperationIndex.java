package org.meseta.master.ledger;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Operation;
import org.meseta.protocol.v1.OperationID;
import org.meseta.protocol.v1.OperationState;

/** Finds operations: of an agent those that it has to apply, in order; of a framework by its id. */
final class OperationIndex {
  private final Map<AgentID, Set<ByteString>> pending = new HashMap<>();
  private final Map<FrameworkID, Map<OperationID, OperationRef>> named = new HashMap<>();

  void add(Operation operation) {
    ByteString uuid = operation.getUuid().getValue();
    AgentID agent = operation.getAgentId();
    if (operation.getLatestStatus().getState() == OperationState.OPERATION_PENDING) {
      pending.computeIfAbsent(agent, id -> new LinkedHashSet<>()).add(uuid);
    } else {
      settle(agent, uuid);
    }
    if (isNamed(operation)) {
      named
          .computeIfAbsent(operation.getFrameworkId(), id -> new HashMap<>())
          .put(operation.getInfo().getId(), new OperationRef(agent, uuid));
    }
  }

  void remove(Operation operation) {
    settle(operation.getAgentId(), operation.getUuid().getValue());
    if (isNamed(operation)) {
      named.computeIfPresent(
          operation.getFrameworkId(),
          (id, operations) -> {
            // Another one may have its id by now, where this one's agent was away.
            operations.remove(
                operation.getInfo().getId(),
                new OperationRef(operation.getAgentId(), operation.getUuid().getValue()));
            return operations.isEmpty() ? null : operations;
          });
    }
  }

  private void settle(AgentID agent, ByteString uuid) {
    pending.computeIfPresent(
        agent,
        (id, uuids) -> {
          uuids.remove(uuid);
          return uuids.isEmpty() ? null : uuids;
        });
  }

  private static boolean isNamed(Operation operation) {
    return operation.hasFrameworkId() && operation.getInfo().hasId();
  }

  List<ByteString> pending(AgentID agent) {
    return List.copyOf(pending.getOrDefault(agent, Set.of()));
  }

  @Nullable OperationRef named(FrameworkID framework, OperationID id) {
    return named.getOrDefault(framework, Map.of()).get(id);
  }

  List<OperationRef> named(FrameworkID framework) {
    return new ArrayList<>(named.getOrDefault(framework, Map.of()).values());
  }

  /** Where an operation is. */
  record OperationRef(AgentID agent, ByteString uuid) {}
}
