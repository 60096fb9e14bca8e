package org.meseta.agent.operations;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.meseta.agent.checkpoint.Checkpoints;
import org.meseta.agent.checkpoint.proto.ResourcesRecord;
import org.meseta.agent.delivery.Outbox;
import org.meseta.agent.executors.Ledger;
import org.meseta.agent.state.Table;
import org.meseta.agent.volumes.Remover;
import org.meseta.agent.volumes.ResourcesCheckpoint;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Timers;
import org.meseta.protocol.link.ApplyOperation;
import org.meseta.protocol.link.OperationAcknowledgement;
import org.meseta.protocol.v1.Operation;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.UUID;
import org.meseta.resources.Conversions;
import org.meseta.resources.ResourceException;
import org.meseta.resources.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts the agent's resources: each operation once, however often it is sent. Its outcome is
 * told when it is written down, again and again until it is acknowledged. Belongs to the agent's
 * loop.
 */
public final class Operations {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

  private final Ledger ledger;
  private final ResourcesCheckpoint checkpoint;
  private final Supplier<java.util.UUID> uuids;
  private final Outcomes outcomes;
  private final Journal journal;

  /**
   * What the agent would find again.
   *
   * @param total all it has
   * @param operations whose outcome is not acknowledged
   */
  public record Written(Resources total, List<Operation> operations) {}

  /** Begins paused. */
  public Operations(
      Ledger ledger,
      Checkpoints checkpoints,
      ResourcesCheckpoint checkpoint,
      Outbox outbox,
      Remover remover,
      Timers timers,
      Supplier<java.util.UUID> uuids) {
    this.ledger = ledger;
    this.checkpoint = checkpoint;
    this.uuids = uuids;
    this.outcomes = new Outcomes(outbox, timers);
    this.journal =
        new Journal(
            checkpoints,
            checkpoint,
            remover,
            timers,
            new Written(ledger.host().total(), List.of()),
            outcomes::tell,
            this::changed);
  }

  private void changed(Written newest) {
    Map<ByteString, Operation> operations = new LinkedHashMap<>();
    newest.operations().forEach(operation -> operations.put(uuid(operation), operation));
    ledger.resources(newest.total(), Table.of(operations));
  }

  /** What is written down: only that may be told to a master. */
  public Written written() {
    List<Operation> open =
        journal.written().operations().stream().filter(o -> known(uuid(o)).isPresent()).toList();
    return new Written(journal.written().total(), open);
  }

  private Optional<Operation> known(ByteString uuid) {
    return journal.newest().operations().stream().filter(o -> uuid(o).equals(uuid)).findFirst();
  }

  /**
   * Finds what former lives have done, and finishes what they had begun.
   *
   * @param disk on which to read
   * @return completes on the loop; fails with a message for the operator
   */
  public CompletionStage<Void> recover(Blocking disk) {
    return disk.call(checkpoint::recover).thenAccept(this::restore);
  }

  private void restore(ResourcesRecord record) {
    Resources fixed = ledger.host().total();
    try {
      Resources total = Conversions.replay(fixed, Resources.of(record.getConvertedList()));
      journal.restore(new Written(total, record.getOperationsList()), checkpoint.trash(record));
      record.getOperationsList().forEach(outcomes::tell);
    } catch (ResourceException e) {
      throw new IncompatibleResourcesException(fixed, e);
    }
  }

  private static ByteString uuid(Operation operation) {
    return operation.getUuid().getValue();
  }

  /** The master wants an operation. */
  public void apply(ApplyOperation call) {
    if (known(call.getUuid()).isPresent()) {
      LOG.info("Operation {} is here already", call.getOperation().getType());
    } else {
      journal.apply(operation(call));
    }
  }

  private Operation operation(ApplyOperation call) {
    Operation.Builder operation =
        Operation.newBuilder()
            .setUuid(UUID.newBuilder().setValue(call.getUuid()))
            .setAgentId(ledger.host().info().getId())
            .setInfo(call.getOperation())
            .setLatestStatus(status(call));
    if (call.hasFrameworkId()) {
      operation.setFrameworkId(call.getFrameworkId());
    }
    return operation.build();
  }

  private OperationStatus.Builder status(ApplyOperation call) {
    OperationStatus.Builder status =
        OperationStatus.newBuilder()
            .setState(OperationState.OPERATION_PENDING)
            .setAgentId(ledger.host().info().getId())
            .setUuid(UUID.newBuilder().setValue(newUuid()));
    if (call.getOperation().hasId()) {
      status.setOperationId(call.getOperation().getId());
    }
    return status;
  }

  private ByteString newUuid() {
    java.util.UUID uuid = uuids.get();
    ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    return ByteString.copyFrom(bytes.flip());
  }

  /** The outcome of an operation is known where it must be: it is forgotten. */
  public void acknowledge(OperationAcknowledgement call) {
    Optional<Operation> operation = known(call.getUuid());
    if (operation.isEmpty()) {
      LOG.info("An acknowledgement of an operation that is not here is passed over");
    } else if (!operation
        .get()
        .getLatestStatus()
        .getUuid()
        .getValue()
        .equals(call.getStatusUuid())) {
      LOG.warn("An acknowledgement of another status is passed over");
    } else {
      outcomes.forget(call.getUuid());
      journal.forget(call.getUuid());
    }
  }

  /** The agent is registered: what is not acknowledged is told again. */
  public void resume() {
    outcomes.resume();
  }

  /** There is no master to talk to. */
  public void pause() {
    outcomes.pause();
  }
}
