package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.protocol.v1.TaskState.TASK_KILLED;
import static org.meseta.protocol.v1.TaskState.TASK_STARTING;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.ShutdownAgent;
import org.meseta.protocol.link.ShutdownExecutor;
import org.meseta.protocol.link.ShutdownFramework;
import org.meseta.protocol.link.UpdateFramework;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.TaskID;

class ShutdownTest {
  @TempDir Path work;
  private Rig rig;

  @BeforeEach
  void start() {
    rig = new Rig(work).up();
  }

  @AfterEach
  void nothingFailedOnTheLoop() {
    assertThat(rig.time.failures()).isEmpty();
  }

  private static MasterMessage.Builder shutdownFramework() {
    return MasterMessage.newBuilder()
        .setShutdownFramework(ShutdownFramework.newBuilder().setFrameworkId(Rig.FRAMEWORK));
  }

  @Test
  void endsTheTasksOfAFrameworkThatIsGoneAndTellsNobody() {
    rig.run(Rig.framework(), Rig.task("x")).send(shutdownFramework());
    assertThat(rig.host.only().signals).containsExactly(15);
    assertThat(rig.host.destroyed).isEmpty();

    rig.advance(Duration.ofSeconds(5)).advance(Duration.ofMinutes(1));

    assertThat(rig.host.destroyed).hasSize(1);
    assertThat(rig.link.states()).containsExactly(TASK_STARTING);
    assertThat(rig.agent.host().frameworks()).isEmpty();
    assertThat(rig.host.boxes).isEmpty();
    assertThat(
            rig.agent.host().completedFrameworks().iterator().next().completedExecutors().stream()
                .flatMap(e -> e.completedTasks().stream())
                .map(t -> t.getState()))
        .containsExactly(TASK_KILLED);
  }

  @Test
  void dropsTasksOfAFrameworkThatIsBeingShutDown() {
    TaskID late = TaskID.newBuilder().setValue("late").build();
    rig.run(Rig.framework(), Rig.task("x"))
        .send(shutdownFramework())
        .run(Rig.framework(), Rig.task(late, "y"));

    assertThat(rig.host.boxes).hasSize(1);
  }

  @Test
  void forgetsEndsThatNobodyWillAcknowledge() {
    rig.run(Rig.framework(), Rig.task("x"))
        .ends(Termination.exited(0))
        .send(shutdownFramework())
        .advance(Duration.ofHours(1));

    assertThat(rig.agent.host().frameworks()).isEmpty();
    assertThat(rig.link.states()).containsExactly(TASK_STARTING);
  }

  @Test
  void tellsOfTheEndOfAnExecutorThatIsShutDown() {
    rig.run(Rig.framework(), Rig.task("x")).ackAll();
    rig.send(
        MasterMessage.newBuilder()
            .setShutdownExecutor(
                ShutdownExecutor.newBuilder()
                    .setFrameworkId(Rig.FRAMEWORK)
                    .setExecutorId(ExecutorID.newBuilder().setValue("t1"))));
    rig.advance(Duration.ofSeconds(5));

    assertThat(rig.link.last().getState()).isEqualTo(TASK_KILLED);
  }

  @Test
  void endsAllTasksAndGivesUpItsIdWhenTheMasterWantsIt() {
    rig.run(Rig.framework(), Rig.task("x"));
    rig.send(MasterMessage.newBuilder().setShutdown(ShutdownAgent.newBuilder().setReason("gone")));
    assertThat(work.resolve("meta/slaves/latest")).doesNotExist();
    assertThat(rig.exits).isEmpty();

    rig.advance(Duration.ofSeconds(5));

    assertThat(rig.exits).containsExactly("0: the master says: gone");
    assertThat(rig.host.boxes).isEmpty();
    Rig next = rig.next().start().connect();
    assertThat(next.link.sent.get(0).hasRegister()).isTrue();
  }

  @Test
  void takesWhatAFrameworkSaysNewAboutItself() {
    rig.run(Rig.framework(), Rig.task("x"));
    rig.send(
        MasterMessage.newBuilder()
            .setUpdateFramework(
                UpdateFramework.newBuilder()
                    .setFramework(Rig.framework().toBuilder().setName("renamed"))));

    Rig next = rig.next().start();

    assertThat(next.agent.host().frameworks().get(Rig.FRAMEWORK))
        .extracting(f -> f.info().getName())
        .isEqualTo("renamed");
  }

  @Test
  void bringsAFrameworkBackThatHadNothingHere() {
    rig.run(Rig.framework(), Rig.task("x")).ends(Termination.exited(0)).ackAll();
    rig.run(Rig.framework(), Rig.task("y"));

    assertThat(rig.agent.host().completedFrameworks()).isEmpty();
    assertThat(rig.agent.host().frameworks().get(Rig.FRAMEWORK))
        .extracting(f -> f.completedExecutors().size())
        .isEqualTo(1);
  }
}
