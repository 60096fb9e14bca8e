package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.agent.loop.Changes.DISK;
import static org.meseta.agent.loop.Changes.VOLUME;
import static org.meseta.agent.loop.Changes.apply;
import static org.meseta.agent.loop.Changes.createVolume;
import static org.meseta.agent.loop.Changes.destroy;
import static org.meseta.agent.loop.Changes.reserve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.meseta.agent.delivery.Outbox;
import org.meseta.agent.executors.Ledger;
import org.meseta.agent.host.Users;
import org.meseta.agent.operations.Operations;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.Table;
import org.meseta.agent.volumes.ResourcesCheckpoint;
import org.meseta.agent.volumes.VolumeFolders;
import org.meseta.plugin.Blocking;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.OperationState;
import org.meseta.resources.Resources;
import org.meseta.runtime.ManualTime;

/** Operations while nothing can be written. */
class OperationsOnAFullDiskTest {
  @TempDir Path work;
  private final ManualTime time = new ManualTime();
  private final FakeLink link = new FakeLink();
  private final Map<Path, Runnable> removals = new LinkedHashMap<>();
  private boolean full;
  private Operations operations;

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
    operations = life();
  }

  private Operations life() throws IOException {
    Host host =
        new Host(
            AgentInfo.newBuilder().setHostname("localhost").setId(Rig.agentId()).build(),
            time.now(),
            true,
            Optional.empty(),
            Resources.parse("disk:1024", "*"),
            Table.empty(),
            Table.empty(),
            List.of());
    Layout layout = new Layout(work);
    Outbox outbox = new Outbox();
    outbox.open(link);
    Operations made =
        new Operations(
            new Ledger(host, 10),
            new Checkpoints(new CheckpointWriter(layout, new Users(true)), new Disk()),
            new ResourcesCheckpoint(layout, new VolumeFolders(work)),
            outbox,
            (place, removed) -> removals.put(place, removed),
            time.loop("agent").timers(),
            time::newUuid);
    made.recover(new Disk());
    made.resume();
    return made;
  }

  @Test
  void tellsNothingThatIsNotWrittenDownAndWritesLaterInOrder() throws IOException {
    full = true;
    operations.apply(apply("a", reserve(DISK)).getApplyOperation());
    full = false;
    operations.apply(apply("b", createVolume(VOLUME)).getApplyOperation());
    assertThat(link.sent).isEmpty();
    assertThat(operations.written().total()).isEqualTo(Resources.parse("disk:1024", "*"));
    time.advance(Duration.ofSeconds(10));
    assertThat(link.sent)
        .extracting(m -> m.getOperationUpdate().getStatus().getOperationId().getValue())
        .containsExactly("a", "b");
    Resources total = operations.written().total();
    assertThat(total.volumes()).isEqualTo(Changes.these(VOLUME));
    time.advance(Duration.ofMinutes(1));
    assertThat(life().written().total()).isEqualTo(total);
  }

  /** Somebody has made a file immutable, say. */
  @Test
  void waitsForNoRemovalAndTriesItAgainInItsNextLife() throws IOException {
    operations.apply(apply("a", reserve(DISK)).getApplyOperation());
    operations.apply(apply("b", createVolume(VOLUME)).getApplyOperation());
    Path data = work.resolve("volumes/roles/eng web/v");
    Files.writeString(data.resolve("file"), "text");
    operations.apply(apply("c", destroy(VOLUME)).getApplyOperation());
    assertThat(data).doesNotExist();
    Path place = removals.keySet().iterator().next();
    assertThat(place.resolve("file")).hasContent("text");
    operations.apply(apply("d", createVolume(VOLUME)).getApplyOperation());
    assertThat(data).isEmptyDirectory();
    assertThat(link.sent)
        .extracting(m -> m.getOperationUpdate().getStatus().getState())
        .containsOnly(OperationState.OPERATION_FINISHED)
        .hasSize(4);

    removals.clear();
    operations = life();
    assertThat(removals).containsOnlyKeys(place);
    List.copyOf(removals.values()).forEach(Runnable::run);
    operations.apply(apply("e", destroy(VOLUME)).getApplyOperation());
    removals.clear();
    life();
    assertThat(removals).hasSize(1).doesNotContainKey(place);
  }
}
