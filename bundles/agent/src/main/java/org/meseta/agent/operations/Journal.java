package org.meseta.agent.operations;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.checkpoint.CheckpointWriter;
import org.meseta.agent.checkpoint.Checkpoints;
import org.meseta.agent.checkpoint.proto.ResourcesRecord;
import org.meseta.agent.operations.Operations.Written;
import org.meseta.agent.volumes.Remover;
import org.meseta.agent.volumes.ResourcesCheckpoint;
import org.meseta.agent.volumes.VolumeFolderException;
import org.meseta.plugin.Timers;
import org.meseta.protocol.v1.Operation;
import org.meseta.protocol.v1.OperationState;
import org.meseta.resources.Conversions;
import org.meseta.resources.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operations do, written down one after the other. It counts as soon as it is asked for. When
 * a volume's folder stands against it, the operation has failed after all, and those after it are
 * looked at anew; when nothing can be written at all, it is tried again. Belongs to the agent's
 * loop.
 */
final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final Duration DISK_RETRY = Duration.ofSeconds(10);

  private final Checkpoints checkpoints;
  private final ResourcesCheckpoint checkpoint;
  private final Remover remover;
  private final Timers timers;
  private final Consumer<Operation> outcomes;
  private final Consumer<Written> changed;
  private final Deque<Change> unwritten = new ArrayDeque<>();
  private final Set<Path> trash = new LinkedHashSet<>();
  private Written written;
  private long changes;
  private int underWay;
  private boolean refused;
  private boolean retrying;

  /** What is asked for. */
  private sealed interface Step {
    /** The operation, whose outcome is not known yet. */
    record Apply(Operation operation) implements Step {}

    record Forget(ByteString uuid) implements Step {}
  }

  /**
   * A step and what comes of it.
   *
   * @param refusal why it cannot be, as was found out when it was tried
   * @param trash what has to be deleted after it
   */
  private record Change(
      long number,
      Step step,
      Optional<String> refusal,
      Written after,
      List<Path> trash,
      ResourcesRecord record) {}

  /**
   * @param outcomes is told of each operation with its outcome, when that is written down
   * @param changed is told what the agent has from now on
   */
  Journal(
      Checkpoints checkpoints,
      ResourcesCheckpoint checkpoint,
      Remover remover,
      Timers timers,
      Written written,
      Consumer<Operation> outcomes,
      Consumer<Written> changed) {
    this.checkpoints = checkpoints;
    this.checkpoint = checkpoint;
    this.remover = remover;
    this.timers = timers;
    this.written = written;
    this.outcomes = outcomes;
    this.changed = changed;
  }

  /** As former lives have left it. */
  void restore(Written found, List<Path> undeleted) {
    written = found;
    changed.accept(found);
    undeleted.forEach(this::delete);
  }

  /** What counts. */
  Written newest() {
    Change last = unwritten.peekLast();
    return last == null ? written : last.after();
  }

  /** What the agent would find again. */
  Written written() {
    return written;
  }

  /**
   * An operation is to be done.
   *
   * @param operation with a status in which only state and message are still to be set
   */
  void apply(Operation operation) {
    add(new Step.Apply(operation));
  }

  /** The outcome of an operation is known where it must be. */
  void forget(ByteString uuid) {
    add(new Step.Forget(uuid));
  }

  private void add(Step step) {
    Change change = change(changes++, step, Optional.empty());
    unwritten.add(change);
    changed.accept(change.after());
    write(change);
  }

  /** What comes of the step after all that was asked for before. */
  private Change change(long number, Step step, Optional<String> refusal) {
    Written before = newest();
    Written after =
        step instanceof Step.Apply apply
            ? after(before, apply.operation(), refusal)
            : without(before, ((Step.Forget) step).uuid());
    String name = step instanceof Step.Apply known ? hex(known.operation()) : "";
    List<Path> discarded = checkpoint.trash(before.total(), after.total(), name);
    ResourcesRecord.Builder record =
        ResourcesRecord.newBuilder()
            .setVersion(CheckpointWriter.VERSION)
            .addAllConverted(after.total().converted().toList())
            .addAllOperations(after.operations());
    if (!discarded.isEmpty()) {
      record.setChange(name);
    }
    Set<Path> left = new LinkedHashSet<>(trash);
    unwritten.forEach(earlier -> left.addAll(earlier.trash()));
    left.addAll(discarded);
    left.forEach(path -> record.addTrash(checkpoint.written(path)));
    return new Change(number, step, refusal, after, discarded, record.build());
  }

  private Written after(Written before, Operation operation, Optional<String> refusal) {
    Resources total = before.total();
    Operation done = operation;
    try {
      refusal.ifPresent(
          why -> {
            throw new IllegalArgumentException(why);
          });
      total = Conversions.of(operation.getInfo()).unallocated().apply(total);
      checkpoint.requireFolders(total);
      done = with(operation, OperationState.OPERATION_FINISHED, "");
      LOG.info("Operation {}: this agent has {} now", operation.getInfo().getType(), total);
    } catch (IllegalArgumentException e) {
      total = before.total();
      String why = String.valueOf(e.getMessage());
      LOG.error("Operation {} cannot be done: {}", operation.getInfo().getType(), why);
      done = with(operation, OperationState.OPERATION_FAILED, why);
    }
    List<Operation> operations = new ArrayList<>(before.operations());
    operations.add(done);
    return new Written(total, List.copyOf(operations));
  }

  private static Written without(Written before, ByteString uuid) {
    return new Written(
        before.total(), before.operations().stream().filter(o -> !is(o, uuid)).toList());
  }

  private static Operation with(Operation operation, OperationState state, String message) {
    Operation.Builder done = operation.toBuilder();
    done.getLatestStatusBuilder().setState(state);
    if (!message.isEmpty()) {
      done.getLatestStatusBuilder().setMessage(message);
    }
    return done.clearStatuses().addStatuses(done.getLatestStatus()).build();
  }

  private void write(Change change) {
    underWay++;
    checkpoints
        .inOrder(() -> checkpoint.replace(change.number(), change.record()))
        .whenComplete((done, failure) -> written(change, failure));
  }

  private void written(Change change, @Nullable Throwable failure) {
    underWay--;
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause == null) {
      written(change);
    } else if (cause instanceof VolumeFolderException) {
      refused = true;
      unwritten.remove(change);
      unwritten.addFirst(
          new Change(
              change.number(),
              change.step(),
              Optional.of(String.valueOf(cause.getMessage())),
              change.after(),
              change.trash(),
              change.record()));
    } else {
      LOG.error("What an operation does cannot be written down", cause);
    }
    if (underWay == 0 && !unwritten.isEmpty()) {
      again();
    }
  }

  private void written(Change change) {
    unwritten.remove(change);
    written = change.after();
    change.trash().forEach(this::delete);
    if (change.step() instanceof Step.Apply apply) {
      ByteString uuid = apply.operation().getUuid().getValue();
      newest().operations().stream().filter(o -> is(o, uuid)).forEach(outcomes);
    }
  }

  private void delete(Path place) {
    trash.add(place);
    remover.remove(place, () -> trash.remove(place));
  }

  /** In order, after all that was asked before has failed. */
  private void again() {
    if (refused) {
      refused = false;
      List<Change> all = List.copyOf(unwritten);
      unwritten.clear();
      all.forEach(c -> unwritten.add(change(c.number(), c.step(), c.refusal())));
      changed.accept(newest());
      all = List.copyOf(unwritten);
      all.forEach(this::write);
    } else if (!retrying) {
      retrying = true;
      timers.schedule(DISK_RETRY, this::writeAgain);
    }
  }

  private void writeAgain() {
    retrying = false;
    if (underWay == 0) {
      List.copyOf(unwritten).forEach(this::write);
    }
  }

  private static boolean is(Operation operation, ByteString uuid) {
    return operation.getUuid().getValue().equals(uuid);
  }

  private static String hex(Operation operation) {
    return HexFormat.of().formatHex(operation.getUuid().getValue().toByteArray());
  }
}
