package org.meseta.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.allocator.Quota;
import org.meseta.plugins.allocator.hierarchical.HierarchicalFactory;
import org.meseta.recording.proto.Step;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;

class ReplayTest {
  private static final long SEED = 7;

  @TempDir Path folder;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AllocatorFactory hierarchical = new HierarchicalFactory();
  private final List<Step> steps = new ArrayList<>();

  @BeforeEach
  void record() {
    bytes.writeBytes(Frames.start());
    write(RandomHistory.header(SEED));
    RandomHistory.run(
        SEED,
        hierarchical,
        Duration.ofHours(1),
        step -> {
          steps.add(step);
          write(step);
        });
  }

  private void write(Message message) {
    bytes.writeBytes(Frames.of(message));
  }

  private Recording recording() throws IOException {
    return recording(bytes.toByteArray());
  }

  private Recording recording(byte[] content) throws IOException {
    return Recording.open(Files.write(folder.resolve("recording"), content));
  }

  @Test
  void decidesEverythingAsItWas() throws Exception {
    try (Recording recording = recording()) {
      assertThat(recording.allocator()).isEqualTo("hierarchical");
      ReplayReport report = Replay.exactly(recording, hierarchical);
      assertThat(report.examples()).isEmpty();
      assertThat(report.isSame()).isTrue();
      assertThat(report.steps()).isEqualTo(steps.size()).isGreaterThan(5_000);
      assertThat(steps.stream().mapToInt(Step::getAsksCount).sum()).isPositive();
      assertThat(report.span()).isBetween(Duration.ofMinutes(50), Duration.ofMinutes(70));
      assertThat(report.share("a").recorded()).isEqualTo(report.share("a").replayed());
    }
  }

  @Test
  void findsTheFirstDecisionThatIsDifferent() throws Exception {
    int changed = steps.size() / 2;
    while (steps.get(changed).getGrantsCount() == 0) {
      changed++;
    }
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    other.writeBytes(Frames.start());
    other.writeBytes(Frames.of(RandomHistory.header(SEED)));
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Step told = i == changed ? step.toBuilder().removeGrants(0).build() : step;
      other.writeBytes(Frames.of(told));
    }
    try (Recording recording = recording(other.toByteArray())) {
      ReplayReport report = Replay.exactly(recording, hierarchical);
      assertThat(report.isSame()).isFalse();
      assertThat(report.steps()).isEqualTo(changed + 1L);
      assertThat(report.examples().get(0)).contains("was nothing");
    }
  }

  @Test
  void showsNoDifferenceForTheSameAllocatorThatIsAskedAnew() throws Exception {
    try (Recording recording = recording()) {
      ReplayReport report = Replay.otherwise(recording, hierarchical, Changes.NONE);
      assertThat(report.examples()).isEmpty();
      assertThat(report.isSame()).isTrue();
    }
  }

  @Test
  void showsWhatAnotherWeightChanges() throws Exception {
    try (Recording recording = recording()) {
      ReplayReport report =
          Replay.otherwise(
              recording, hierarchical, new Changes(Map.of("a", 50.0), Map.of(), Map.of()));
      assertThat(report.different()).isPositive();
      assertThat(report.examples()).hasSizeBetween(1, 10);
      ReplayReport.Share a = report.share("a");
      assertThat(a.replayed().cpus()).isGreaterThan(a.recorded().cpus());
    }
  }

  @Test
  void showsWhatAQuotaChanges() throws Exception {
    ResourceLimits limits = ResourceLimits.ofMilli(Map.of("cpus", 1_000L, "mem", 256_000L));
    Changes changes = new Changes(Map.of(), Map.of(), Map.of("b", limits));
    try (Recording recording = recording()) {
      ReplayReport report = Replay.otherwise(recording, hierarchical, changes);
      ReplayReport.Share b = report.share("b");
      assertThat(b.replayed().cpus()).isLessThan(b.recorded().cpus());
    }
  }

  private void isRefused(Changes changes, String message) throws Exception {
    try (Recording recording = recording()) {
      assertThatThrownBy(() -> changes.check(recording))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void refusesRolesThatTheRecordingNeverHas() throws Exception {
    isRefused(new Changes(Map.of("nosuch", 3.0), Map.of(), Map.of()), "has no role 'nosuch', only");
    isRefused(
        new Changes(Map.of(), Map.of("A", ResourceQuantities.parse("cpus:1")), Map.of()), "'A'");
    try (Recording recording = recording()) {
      new Changes(Map.of("a", 3.0, "b", 1.0), Map.of(), Map.of()).check(recording);
    }
  }

  @Test
  void refusesLimitsBelowWhatARoleIsGuaranteed() throws Exception {
    ResourceQuantities four = ResourceQuantities.parse("cpus:4");
    ResourceLimits two = ResourceLimits.parse("cpus:2");
    isRefused(
        new Changes(Map.of(), Map.of("a", four), Map.of("a", two)),
        "the guarantees (cpus:4) of role 'a' are more than its limits (cpus:2)");
    Quota recorded = new Quota(four, ResourceLimits.none());
    write(Step.newBuilder().setNanos(1).setInput(Inputs.quotas(Map.of("a", recorded))).build());
    isRefused(new Changes(Map.of(), Map.of(), Map.of("a", two)), "are more than its limits");
  }

  @Test
  void changesOnlyThatHalfOfAQuotaWhichIsNamed() {
    ResourceQuantities owed = ResourceQuantities.parse("cpus:2");
    ResourceLimits limits = ResourceLimits.ofMilli(Map.of("cpus", 4_000L));
    Quota recorded = new Quota(owed, ResourceLimits.none());
    assertThat(new Changes(Map.of(), Map.of(), Map.of("b", limits)).quota("b", recorded))
        .isEqualTo(new Quota(owed, limits));
    assertThat(new Changes(Map.of(), Map.of(), Map.of("b", limits)).quota("c", recorded))
        .isEqualTo(recorded);
  }

  @Test
  void endsBeforeWhatACrashHasLeftHalfWritten() throws Exception {
    byte[] whole = bytes.toByteArray();
    try (Recording recording = recording(Arrays.copyOf(whole, whole.length - 3))) {
      assertThat(recording.isWhole()).isFalse();
      ReplayReport report = Replay.exactly(recording, hierarchical);
      assertThat(report.isSame()).isTrue();
      assertThat(report.steps()).isEqualTo(steps.size() - 1L);
    }
  }

  @Test
  void refusesWhatIsNoRecording() {
    assertThatThrownBy(() -> recording("no recording at all".getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("recording is no recording");
    assertThatThrownBy(() -> recording(new byte[0])).hasMessageContaining("is no recording");
    assertThatThrownBy(() -> recording(Frames.start())).hasMessageContaining("has only begun");
    assertThatThrownBy(() -> recording("meseta recording 9\n".getBytes(UTF_8)))
        .hasMessageContaining("is a recording of another version than 2");
  }
}
