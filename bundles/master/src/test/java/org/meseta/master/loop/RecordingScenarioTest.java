package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.recording.Recording;

/** Operators who have the allocator recorded. */
class RecordingScenarioTest {
  private static final long LIMIT = 1 << 20;

  @TempDir Path folder;
  private MasterRig rig = new MasterRig();

  @BeforeEach
  void start() {
    rig = new MasterRig(Map.of("work_dir", folder.toString()));
  }

  private Outcome record(String name) {
    return done(rig.master.record(Principal.ANONYMOUS, name, LIMIT));
  }

  private Outcome stop() {
    return done(rig.master.stopRecording(Principal.ANONYMOUS));
  }

  private Outcome done(CompletionStage<Outcome> stage) {
    rig.time.run();
    return stage.toCompletableFuture().join();
  }

  private static void isRefused(Outcome outcome, Outcome.Kind kind, String message) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.kind()).isEqualTo(kind);
              assertThat(refused.message()).contains(message);
            });
  }

  @Test
  void makesTheAllocatorAnewAndLosesNothing() throws Exception {
    TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    rig.seconds(2);
    scheduler.launch(scheduler.lastOffer(), task("t", agent, "cpus:1;mem:64"));
    rig.seconds(6);
    assertThat(scheduler.offers()).hasSize(2);

    assertThat(record("monday")).isEqualTo(Outcome.ACCEPTED);
    assertThat(rig.allocators).hasSize(2);
    rig.seconds(2);
    assertThat(scheduler.all(Event.Type.RESCIND)).isEmpty();
    scheduler.launch(scheduler.lastOffer(), task("u", agent, "cpus:1;mem:64"));
    assertThat(agent.runTasks()).containsExactly("t", "u");

    assertThat(stop()).isEqualTo(Outcome.ACCEPTED);
    try (Recording recording = Recording.open(folder.resolve("recordings/monday"))) {
      assertThat(recording.allocator()).isEqualTo("hierarchical");
    }
    rig.assertSound();
  }

  @Test
  void recordsOnceAtATime() {
    assertThat(record("a")).isEqualTo(Outcome.ACCEPTED);
    isRefused(record("b"), Outcome.Kind.INVALID, "stop it first");
    assertThat(stop()).isEqualTo(Outcome.ACCEPTED);
    isRefused(stop(), Outcome.Kind.NOT_FOUND, "No recording");
    assertThat(record("b")).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void endsByItselfWhenTheFileIsFull() throws Exception {
    assertThat(done(rig.master.record(Principal.ANONYMOUS, "small", 3000)))
        .isEqualTo(Outcome.ACCEPTED);
    for (int i = 0; i < 50; i++) {
      rig.agent("host" + i, "cpus:4;mem:1024");
    }
    isRefused(stop(), Outcome.Kind.NOT_FOUND, "No recording");
    assertThat(Files.size(folder.resolve("recordings/small"))).isBetween(1000L, 3000L);
    rig.assertSound();
  }

  @Test
  void endsWithTheAllocator() {
    assertThat(record("a")).isEqualTo(Outcome.ACCEPTED);
    rig.master.install(rig);
    rig.time.run();
    isRefused(stop(), Outcome.Kind.NOT_FOUND, "No recording");
  }

  @Test
  void neverWritesElsewhereNorOverAnything() throws Exception {
    isRefused(record("../x"), Outcome.Kind.INVALID, "'../x'");
    isRefused(record(""), Outcome.Kind.INVALID, "''");
    Files.createDirectories(folder.resolve("recordings"));
    Files.writeString(folder.resolve("recordings/old"), "old");
    isRefused(record("old"), Outcome.Kind.INVALID, "exists already");
    assertThat(folder.resolve("recordings/old")).hasContent("old");
    isRefused(
        done(rig.master.record(Principal.ANONYMOUS, "x", 0)), Outcome.Kind.INVALID, "0 bytes");
    assertThat(rig.allocators).hasSize(1);
  }

  @Test
  void needsAWorkDirAndAnAllocator() {
    rig = new MasterRig();
    isRefused(record("a"), Outcome.Kind.INVALID, "--work_dir");
    start();
    rig.master.removeAllocator();
    rig.time.run();
    isRefused(record("a"), Outcome.Kind.INVALID, "There is no allocator");
  }

  @Test
  void refusesThoseWhoMayNot() {
    rig = new MasterRig(Map.of("work_dir", folder.toString(), "authorizers", "strict"));
    rig.master.install(() -> (principal, action, object) -> action != Action.RECORD_ALLOCATIONS);
    rig.time.run();
    isRefused(record("a"), Outcome.Kind.FORBIDDEN, "Not authorized");
    isRefused(stop(), Outcome.Kind.FORBIDDEN, "Not authorized");
    assertThat(folder.resolve("recordings")).doesNotExist();
  }
}
