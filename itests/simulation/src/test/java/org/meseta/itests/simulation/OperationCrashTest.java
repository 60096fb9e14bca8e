package org.meseta.itests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meseta.itests.simulation.Pair.Victim;
import org.meseta.master.api.Outcome;
import org.meseta.master.state.Agent;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OperationID;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.Volume;
import org.meseta.resources.Conversions;
import org.meseta.resources.Resources;

/**
 * A master and an agent do an operation, and at each message and each write of it one of them or
 * both are killed, or their link breaks. Nothing is lost and nothing is done twice.
 */
class OperationCrashTest {
  private static final String ROLE = "eng";
  private static final String LAST = "last";
  private static final Duration REST = Duration.ofSeconds(90);

  /** An operation and what must be done before it. */
  private record Case(List<Offer.Operation> before, Offer.Operation last) {
    @Override
    public String toString() {
      return last.getType().toString();
    }
  }

  static Stream<Arguments> cases() {
    return tested().flatMap(c -> Stream.of(Victim.values()).map(victim -> Arguments.of(c, victim)));
  }

  static Stream<Case> tested() {
    Offer.Operation reserve = reserve();
    List<Offer.Operation> volumes = List.of(reserve, creation("v", 40), creation("w", 20));
    return Stream.of(
        new Case(List.of(), reserve),
        new Case(List.of(reserve), unreserve()),
        new Case(List.of(reserve), creation("v", 40)),
        new Case(volumes, destruction("v", 40)),
        new Case(volumes, grow("v", 40, 10)),
        new Case(volumes, shrink("v", 40, 10)));
  }

  /** One history; a new one for each step. */
  private static final class History implements AutoCloseable {
    private final Scratch scratch = Scratch.make();
    private final Case tested;
    private final Pair pair;
    private final ScriptedScheduler scheduler;
    private Offer from;
    private Resources before = Resources.parse(Pair.RESOURCES, "*");

    @SuppressWarnings("NullAway") // begin sets the offer
    History(Case tested) {
      this.tested = tested;
      ScriptedScheduler[] made = new ScriptedScheduler[1];
      this.pair = new Pair(scratch.folder(), () -> made[0].subscribe());
      this.scheduler = new ScriptedScheduler(pair, ROLE);
      made[0] = scheduler;
    }

    /** To where the operation is about to be asked for. */
    History begin() throws IOException {
      scheduler.subscribe();
      for (Offer.Operation operation : tested.before()) {
        scheduler.awaitOffer();
        scheduler.accept(List.of(operation));
        pair.time.advance(Duration.ofSeconds(1));
        before = Conversions.of(operation).apply(before);
      }
      pair.time.advance(Duration.ofSeconds(1));
      from = scheduler.awaitOffer();
      assertThat(pair.agent().host().total()).isEqualTo(before);
      for (String volume : List.of("v", "w")) {
        if (Files.isDirectory(data(volume))) {
          Files.writeString(data(volume).resolve("file"), volume);
        }
      }
      return this;
    }

    void ask() {
      scheduler.accept(List.of(named(tested.last())));
      pair.time.advance(REST);
    }

    Outcome command() {
      Outcome[] answer = new Outcome[1];
      pair.master()
          .operate(Principal.ANONYMOUS, from.getAgentId(), tested.last())
          .thenAccept(outcome -> answer[0] = outcome);
      pair.time.advance(REST);
      return answer[0];
    }

    private Path data(String volume) {
      return scratch.folder().resolve("volumes/roles/" + ROLE).resolve(volume);
    }

    private Resources after() {
      return Conversions.of(tested.last()).apply(before);
    }

    /** Both are at rest, and of one mind. */
    Resources assertSound() {
      assertThat(pair.time.failures()).isEmpty();
      Resources total = pair.agent().host().total();
      Agent known = Objects.requireNonNull(pair.master().cluster().agents().get(from.getAgentId()));
      assertThat(known.total()).isEqualTo(total).isIn(before, after());
      assertThat(known.operations()).isEmpty();
      assertThat(pair.agent().host().operations()).isEmpty();
      assertThat(Resources.of(scheduler.awaitOffer().getResourcesList()).unallocated())
          .isEqualTo(total);
      for (String volume : List.of("v", "w")) {
        assertFolder(volume, total);
      }
      assertThat(scratch.folder().resolve("volumes/.trash"))
          .satisfiesAnyOf(
              trash -> assertThat(trash).doesNotExist(),
              trash -> assertThat(trash).isEmptyDirectory());
      return total;
    }

    private void assertFolder(String volume, Resources total) {
      Path file = data(volume).resolve("file");
      if (!has(volume, total)) {
        assertThat(data(volume)).doesNotExist();
      } else if (has(volume, before)) {
        assertThat(file).hasContent(volume);
      } else {
        assertThat(data(volume)).isEmptyDirectory();
      }
    }

    private static boolean has(String volume, Resources total) {
      return total.volumes().toList().stream()
          .anyMatch(v -> v.getDisk().getPersistence().getId().equals(volume));
    }

    List<OperationState> told() {
      return scheduler.told.stream()
          .filter(s -> s.getOperationId().getValue().equals(LAST))
          .map(OperationStatus::getState)
          .toList();
    }

    @Override
    public void close() {
      scratch.close();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nothingIsLostAndNothingIsDoneTwice(Case tested, Victim victim) throws IOException {
    int steps;
    try (History whole = new History(tested).begin()) {
      whole.pair.killAt(0, victim);
      whole.ask();
      assertThat(whole.assertSound()).isEqualTo(whole.after());
      assertThat(whole.told()).containsExactly(OperationState.OPERATION_FINISHED);
      steps = whole.pair.steps.size();
      assertThat(whole.pair.steps)
          .contains("master: APPLY_OPERATION", "disk of agent", "agent: OPERATION_UPDATE")
          .contains("scheduler hears of operation", "master: OPERATION_ACKNOWLEDGEMENT");
    }
    for (int step = 1; step <= steps; step++) {
      try (History history = new History(tested).begin()) {
        history.pair.killAt(step, victim);
        history.ask();
        check(history, victim);
      } catch (AssertionError e) {
        throw new AssertionError("killed at step " + step + " of " + steps, e);
      }
    }
  }

  private static void check(History history, Victim victim) {
    history.pair.killAt(0, victim); // Nobody any more.
    boolean finished = history.told().contains(OperationState.OPERATION_FINISHED);
    Resources total = history.assertSound();
    if (finished) {
      assertThat(total).isEqualTo(history.after());
    } else {
      // The call never got to the agent, and whoever asks is told so.
      assertThat(total).isEqualTo(history.before);
      history.scheduler.reconcile(LAST, history.from);
      history.pair.time.advance(Duration.ofSeconds(5));
      assertThat(history.told()).containsExactly(OperationState.OPERATION_UNKNOWN);
    }
    if (!victim.isMaster()) {
      assertThat(history.told().stream().distinct())
          .as("the master lives and knows it")
          .containsExactly(
              finished ? OperationState.OPERATION_FINISHED : OperationState.OPERATION_UNKNOWN);
    }
  }

  @ParameterizedTest
  @MethodSource("tested")
  void anAgentThatDiesAgainLosesNothing(Case tested) throws IOException {
    for (Victim first : List.of(Victim.AGENT, Victim.MASTER)) {
      for (int step = 2; step <= 4; step++) {
        for (int more = 1; more <= 8; more++) {
          try (History history = new History(tested).begin()) {
            history.pair.killAt(step, first);
            history.pair.killAgentAfter(more);
            history.ask();
            check(history, first);
          } catch (AssertionError e) {
            throw new AssertionError(first + " killed at " + step + ", agent at " + more, e);
          }
        }
      }
    }
  }

  /** The agent has the operation, and may not say so yet; the master sends it again. */
  @ParameterizedTest
  @MethodSource("tested")
  void nothingIsDoneTwiceByAnAgentWhoseDiskIsSlow(Case tested) throws IOException {
    try (History history = new History(tested).begin()) {
      history.pair.killAt(0, Victim.LINK);
      history.pair.hangDisk(Duration.ofSeconds(10));
      history.scheduler.accept(List.of(named(tested.last())));
      history.pair.time.advance(Duration.ofSeconds(1));
      history.pair.breakLink();
      history.pair.time.advance(REST);
      assertThat(history.pair.steps)
          .filteredOn(step -> step.equals("master: APPLY_OPERATION"))
          .hasSizeGreaterThan(1);
      assertThat(history.assertSound()).isEqualTo(history.after());
      assertThat(history.told()).containsOnly(OperationState.OPERATION_FINISHED);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatAnOperatorWasPromisedIsKeptByAMasterThatLives(Case tested, Victim victim)
      throws IOException {
    for (int step = 1, steps = 1; step <= steps; step++) {
      try (History history = new History(tested).begin()) {
        history.pair.killAt(step, victim);
        Outcome answer = history.command();
        Resources total = history.assertSound();
        assertThat(answer).isEqualTo(Outcome.ACCEPTED);
        if (!victim.isMaster()) {
          assertThat(total).isEqualTo(history.after());
        }
        steps = Math.max(steps, Math.min(history.pair.steps.size(), 12));
      } catch (AssertionError e) {
        throw new AssertionError("killed at step " + step, e);
      }
    }
  }

  private static Offer.Operation named(Offer.Operation operation) {
    return operation.toBuilder().setId(OperationID.newBuilder().setValue(LAST)).build();
  }

  private static Resource disk(double size) {
    return Resource.newBuilder()
        .setName("disk")
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(size))
        .addReservations(
            ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole(ROLE))
        .build();
  }

  private static Resource volume(String id, double size) {
    DiskInfo.Builder disk = DiskInfo.newBuilder();
    disk.getPersistenceBuilder().setId(id);
    disk.getVolumeBuilder().setContainerPath("data").setMode(Volume.Mode.RW);
    return disk(size).toBuilder().setDisk(disk).build();
  }

  private static Offer.Operation.Builder operation(Offer.Operation.Type type) {
    return Offer.Operation.newBuilder().setType(type);
  }

  private static Offer.Operation reserve() {
    Offer.Operation.Builder operation = operation(Offer.Operation.Type.RESERVE);
    operation.getReserveBuilder().addResources(disk(100));
    return operation.build();
  }

  private static Offer.Operation unreserve() {
    Offer.Operation.Builder operation = operation(Offer.Operation.Type.UNRESERVE);
    operation.getUnreserveBuilder().addResources(disk(60));
    return operation.build();
  }

  private static Offer.Operation creation(String id, double size) {
    Offer.Operation.Builder operation = operation(Offer.Operation.Type.CREATE);
    operation.getCreateBuilder().addVolumes(volume(id, size));
    return operation.build();
  }

  private static Offer.Operation destruction(String id, double size) {
    Offer.Operation.Builder operation = operation(Offer.Operation.Type.DESTROY);
    operation.getDestroyBuilder().addVolumes(volume(id, size));
    return operation.build();
  }

  private static Offer.Operation grow(String id, double size, double more) {
    Offer.Operation.Builder operation = operation(Offer.Operation.Type.GROW_VOLUME);
    operation.getGrowVolumeBuilder().setVolume(volume(id, size)).setAddition(disk(more));
    return operation.build();
  }

  private static Offer.Operation shrink(String id, double size, double less) {
    Offer.Operation.Builder operation = operation(Offer.Operation.Type.SHRINK_VOLUME);
    operation
        .getShrinkVolumeBuilder()
        .setVolume(volume(id, size))
        .setSubtract(Value.Scalar.newBuilder().setValue(less));
    return operation.build();
  }
}
