package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.agent.checkpoint.CheckpointWriter;
import org.meseta.agent.checkpoint.Checkpoints;
import org.meseta.agent.checkpoint.Layout;
import org.meseta.agent.delivery.Delivery;
import org.meseta.agent.delivery.Outbox;
import org.meseta.agent.executors.Ledger;
import org.meseta.agent.host.Users;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.Table;
import org.meseta.agent.state.TaskKey;
import org.meseta.plugin.Blocking;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.resources.Resources;
import org.meseta.runtime.ManualTime;

/** Updates while nothing can be written. */
class FullDiskTest {
  private static final TaskKey KEY = new TaskKey(Rig.FRAMEWORK, Rig.TASK);
  private static final TaskStatus FINISHED =
      TaskStatus.newBuilder()
          .setTaskId(Rig.TASK)
          .setState(TaskState.TASK_FINISHED)
          .setUuid(ByteString.copyFromUtf8("0123456789abcdef"))
          .build();

  @TempDir Path work;
  private final ManualTime time = new ManualTime();
  private final FakeLink link = new FakeLink();
  private final List<TaskKey> ended = new ArrayList<>();
  private boolean full;
  private Delivery delivery;

  private final class Disk implements Blocking {
    @Override
    public <T> CompletionStage<T> call(Callable<T> write) {
      try {
        return full
            ? CompletableFuture.failedFuture(new IOException("No space left on device"))
            : CompletableFuture.completedFuture(write.call());
      } catch (Exception e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  @BeforeEach
  void start() throws IOException {
    Host host =
        new Host(
            AgentInfo.newBuilder().setHostname("localhost").setId(Rig.agentId()).build(),
            time.now(),
            true,
            Optional.empty(),
            Resources.empty(),
            Table.empty(),
            Table.empty(),
            List.of());
    Outbox outbox = new Outbox();
    outbox.open(link);
    Checkpoints checkpoints =
        new Checkpoints(new CheckpointWriter(new Layout(work), new Users(true)), new Disk());
    delivery =
        new Delivery(
            new Ledger(host, 10), checkpoints, outbox, time.loop("agent").timers(), time.metrics());
    delivery.listener(
        new Delivery.Listener() {
          @Override
          public void endIsAcknowledged(TaskKey key) {
            ended.add(key);
          }
        });
    delivery.resume();
  }

  @Test
  void sendsNothingThatIsNotWrittenDown() {
    full = true;
    delivery.update(KEY, FINISHED, Optional.of(work.resolve("t")));
    time.advance(Duration.ofMinutes(1));
    assertThat(link.sent).isEmpty();

    full = false;
    time.advance(Duration.ofSeconds(10));

    assertThat(link.states()).containsExactly(TaskState.TASK_FINISHED);
  }

  @Test
  void sendsNothingAgainThatIsAcknowledgedThoughThatCannotBeWritten() {
    delivery.update(KEY, FINISHED, Optional.of(work.resolve("t")));
    full = true;
    delivery.acknowledge(KEY, FINISHED.getUuid());
    time.advance(Duration.ofMinutes(5));
    delivery.pause();
    delivery.resume();
    assertThat(link.states()).hasSize(1);
    assertThat(ended).isEmpty();

    full = false;
    time.advance(Duration.ofSeconds(10));

    assertThat(ended).containsExactly(KEY);
    assertThat(delivery.has(KEY)).isFalse();
  }
}
