package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.protocol.v1.TaskState.TASK_FINISHED;
import static org.meseta.protocol.v1.TaskState.TASK_RUNNING;
import static org.meseta.protocol.v1.TaskState.TASK_STARTING;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.v1.TaskStatus;

class DeliveryTest {
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

  @Test
  void sendsOneUpdateAtATime() {
    rig.run(Rig.framework(), Rig.task("true")).ends(Termination.exited(0));
    assertThat(rig.link.states()).containsExactly(TASK_STARTING);

    rig.ack(rig.link.last());

    assertThat(rig.link.states()).containsExactly(TASK_STARTING, TASK_RUNNING);
  }

  @Test
  void sendsAgainAfterTenSecondsThenAfterTwiceAsLong() {
    rig.run(Rig.framework(), Rig.task("x"));
    for (int wait : List.of(10, 20, 40, 80, 160, 320, 600, 600)) {
      int before = rig.link.updates().size();
      rig.advance(Duration.ofSeconds(wait).minusMillis(1));
      assertThat(rig.link.updates()).hasSize(before);
      rig.advance(Duration.ofMillis(1));
      assertThat(rig.link.updates()).hasSize(before + 1);
    }
    assertThat(rig.link.updates().stream().map(u -> u.getStatus().getUuid()).distinct()).hasSize(1);
  }

  @Test
  void startsOverWithTheWaitForEachUpdate() {
    rig.run(Rig.framework(), Rig.task("x")).advance(Duration.ofSeconds(30));
    assertThat(rig.link.updates()).hasSize(3);
    rig.ack(rig.link.last());

    rig.advance(Duration.ofSeconds(10));

    assertThat(rig.link.states())
        .containsExactly(TASK_STARTING, TASK_STARTING, TASK_STARTING, TASK_RUNNING, TASK_RUNNING);
  }

  @Test
  void passesOverAcknowledgementsThatAreNotDue() {
    rig.run(Rig.framework(), Rig.task("x"));
    TaskStatus starting = rig.link.last();
    rig.ack(starting.toBuilder().setUuid(ByteString.copyFromUtf8("0123456789abcdef")).build());
    assertThat(rig.link.states()).containsExactly(TASK_STARTING);

    rig.ack(starting).ack(starting);

    assertThat(rig.link.states()).containsExactly(TASK_STARTING, TASK_RUNNING);
  }

  @Test
  void keepsUpdatesWhileThereIsNoMaster() {
    FakeLink lost = rig.link;
    rig.agent.masterDisconnected(rig.link, "gone");
    rig.time.run();
    rig.connect();
    FakeLink next = rig.link;
    rig.agent.masterSent(lost, Rig.runTask(Rig.framework(), Rig.task("x")).build());
    rig.time.run();
    assertThat(rig.host.boxes).as("messages of a link that is gone").isEmpty();

    rig.reregistered().run(Rig.framework(), Rig.task("x"));
    rig.agent.masterDisconnected(next, "gone");
    rig.ends(Termination.exited(0)).advance(Duration.ofHours(1));
    int sent = next.updates().size();
    rig.connect();
    assertThat(rig.link.updates()).isEmpty();
    rig.reregistered();

    assertThat(next.updates()).hasSize(sent);
    assertThat(rig.link.states()).containsExactly(TASK_STARTING);
    rig.ackAll();
    assertThat(rig.link.states()).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_FINISHED);
  }
}
