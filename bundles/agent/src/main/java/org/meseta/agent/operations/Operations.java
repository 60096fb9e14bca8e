package org.meseta.agent.operations;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.checkpoint.CheckpointWriter;
import org.meseta.agent.checkpoint.Checkpoints;
import org.meseta.agent.checkpoint.proto.ResourcesRecord;
import org.meseta.agent.delivery.Outbox;
import org.meseta.agent.executors.Ledger;
import org.meseta.agent.state.Table;
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
  private static final Duration DISK_RETRY = Duration.ofSeconds(10);

  private final Ledger ledger;
  private final Checkpoints checkpoints;
  private final ResourcesCheckpoint checkpoint;
  private final Timers timers;
  private final Supplier<java.util.UUID> uuids;
  private final Outcomes outcomes;
  private final Map<ByteString, Operation> known = new LinkedHashMap<>();
  private final Deque<Change> unwritten = new ArrayDeque<>();
  private Written written;
  private int underWay;
  private long changes;

  /** What is to be written down, and which outcome can be told then. */
  private record Change(
      long number, ResourcesRecord record, Written state, @Nullable Operation outcome) {}

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
      Timers timers,
      Supplier<java.util.UUID> uuids) {
    this.ledger = ledger;
    this.checkpoints = checkpoints;
    this.checkpoint = checkpoint;
    this.timers = timers;
    this.uuids = uuids;
    this.outcomes = new Outcomes(outbox, timers);
    this.written = new Written(ledger.host().total(), List.of());
  }

  /** What is written down: only that may be told to a master. */
  public Written written() {
    List<Operation> open =
        written.operations().stream().filter(o -> known.containsKey(uuid(o))).toList();
    return new Written(written.total(), open);
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
      record.getOperationsList().forEach(operation -> known.put(uuid(operation), operation));
      ledger.resources(total, Table.of(known));
      written = new Written(total, List.copyOf(known.values()));
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
    if (known.containsKey(call.getUuid())) {
      LOG.info("Operation {} is here already", call.getOperation().getType());
      return;
    }
    Resources before = ledger.host().total();
    Resources total = before;
    OperationStatus.Builder outcome = status(call);
    try {
      total = Conversions.of(call.getOperation()).unallocated().apply(total);
      checkpoint.requireFolders(total);
      outcome.setState(OperationState.OPERATION_FINISHED);
      LOG.info("Operation {}: this agent has {} now", call.getOperation().getType(), total);
    } catch (IllegalArgumentException e) {
      total = before;
      LOG.error("Operation {} cannot be done: {}", call.getOperation().getType(), e.getMessage());
      outcome.setState(OperationState.OPERATION_FAILED).setMessage(String.valueOf(e.getMessage()));
    }
    Operation operation = operation(call, outcome.build());
    known.put(call.getUuid(), operation);
    change(total, operation);
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

  private Operation operation(ApplyOperation call, OperationStatus outcome) {
    Operation.Builder operation =
        Operation.newBuilder()
            .setUuid(UUID.newBuilder().setValue(call.getUuid()))
            .setAgentId(ledger.host().info().getId())
            .setInfo(call.getOperation())
            .setLatestStatus(outcome)
            .addStatuses(outcome);
    if (call.hasFrameworkId()) {
      operation.setFrameworkId(call.getFrameworkId());
    }
    return operation.build();
  }

  /** The outcome of an operation is known where it must be: it is forgotten. */
  public void acknowledge(OperationAcknowledgement call) {
    Operation operation = known.get(call.getUuid());
    if (operation == null) {
      LOG.info("An acknowledgement of an operation that is not here is passed over");
    } else if (!operation.getLatestStatus().getUuid().getValue().equals(call.getStatusUuid())) {
      LOG.warn("An acknowledgement of another status is passed over");
    } else {
      known.remove(call.getUuid());
      outcomes.forget(call.getUuid());
      change(ledger.host().total(), null);
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

  private void change(Resources total, @Nullable Operation outcome) {
    ledger.resources(total, Table.of(known));
    ResourcesRecord record =
        ResourcesRecord.newBuilder()
            .setVersion(CheckpointWriter.VERSION)
            .addAllConverted(total.converted().toList())
            .addAllOperations(known.values())
            .build();
    Written state = new Written(total, List.copyOf(known.values()));
    Change change = new Change(changes++, record, state, outcome);
    unwritten.add(change);
    write(change);
  }

  private void write(Change change) {
    underWay++;
    checkpoints
        .inOrder(() -> checkpoint.replace(change.number(), change.record()))
        .whenComplete((done, failure) -> written(change, failure));
  }

  private void written(Change change, @Nullable Throwable failure) {
    underWay--;
    if (failure == null) {
      unwritten.remove(change);
      written = change.state();
      Operation outcome = change.outcome();
      if (outcome != null && known.containsKey(uuid(outcome))) {
        outcomes.tell(outcome);
      }
    } else {
      LOG.error("What an operation does cannot be written down", failure);
    }
    if (underWay == 0 && !unwritten.isEmpty()) {
      timers.schedule(DISK_RETRY, this::writeAgain);
    }
  }

  /** In order, after all that was asked before has failed. */
  private void writeAgain() {
    if (underWay == 0) {
      List.copyOf(unwritten).forEach(this::write);
    }
  }
}
