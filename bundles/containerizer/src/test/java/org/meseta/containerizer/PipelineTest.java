package org.meseta.containerizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.plugin.isolator.Limitation;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ResourceStatistics;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.resources.Resources;

/** What isolators are asked, when, and what becomes of their answers. */
class PipelineTest {
  @TempDir Path folder;
  private TestHost host;
  private final RecordingIsolators isolators = new RecordingIsolators();

  @BeforeEach
  void start() throws IOException {
    host = new TestHost(folder);
    host.flags.put("isolation", "a, b");
    host.services.add("a", isolators.factory("a"));
    host.services.add("b", isolators.factory("b"));
    host.start();
    isolators.calls.clear();
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void asksIsolatorsInOrderAndCleansUpInReverse() {
    ContainerID id = host.running("exit 3");
    assertThat(host.end(id)).isEqualTo(Termination.exited(3));
    assertThat(isolators.calls)
        .containsSubsequence(
            "a prepare", "b prepare", "a isolate", "b isolate", "b cleanup", "a cleanup")
        .contains("a watch", "b watch");
  }

  @Test
  void givesTheCommandTheirVariablesUnlessItHasItsOwn() {
    isolators.environment = Map.of("FROM_ISOLATOR", "yes", "BOTH", "isolator");
    ContainerID id = host.id();
    TestHost.get(
        host.containerizer.launch(
            host.launch(
                id,
                host.launch(host.id(), "echo $FROM_ISOLATOR $BOTH").command(),
                Map.of("BOTH", "framework"))));
    host.end(id);
    assertThat(host.stdout(id)).isEqualTo("yes framework\n");
  }

  @Test
  void isolatesBeforeAnythingOfTheTaskRuns() {
    isolators.onIsolate = id -> assertThat(host.sandbox(id)).isEmptyDirectory();
    ContainerID id = host.running("true");
    assertThat(host.end(id)).isEqualTo(Termination.exited(0));
  }

  @Test
  void cleansUpAfterAFailureToPrepare() {
    isolators.failing = "b prepare";
    ContainerID id = host.id();
    assertThatThrownBy(() -> TestHost.get(host.containerizer.launch(host.launch(id, "true"))))
        .hasMessage("Isolator b failed to prepare: on purpose");
    assertThat(isolators.calls).containsExactly("a prepare", "b prepare", "b cleanup", "a cleanup");
    assertNothingLeft();
  }

  @Test
  void startsNothingAfterAFailureToIsolate() {
    isolators.failing = "a isolate";
    ContainerID id = host.id();
    assertThatThrownBy(() -> TestHost.get(host.containerizer.launch(host.launch(id, "touch ran"))))
        .hasMessage("Isolator a failed to isolate: on purpose");
    assertThat(isolators.calls).endsWith("b cleanup", "a cleanup").doesNotContain("b isolate");
    assertThat(host.sandbox(id)).isEmptyDirectory();
    assertNothingLeft();
  }

  @Test
  void endsAContainerThoughAnIsolatorFailsToCleanUp() {
    isolators.failing = "b cleanup";
    ContainerID id = host.running("exit 1");
    assertThat(host.end(id)).isEqualTo(Termination.exited(1));
    assertThat(isolators.calls).endsWith("b cleanup", "a cleanup");
  }

  @Test
  void destroysAContainerThatReachesALimit() {
    ContainerID id = host.running("exec sleep 1000");
    Limitation limitation =
        new Limitation(
            TaskStatus.Reason.REASON_CONTAINER_LIMITATION_MEMORY,
            "too much",
            Resources.parse("mem:65", "*"));
    isolators.limit(id, limitation);
    Termination end = host.end(id);
    assertThat(end.limitation()).contains(limitation);
    assertThat(end.message()).isEqualTo("too much");
    assertThat(end.signal()).hasValue(9);
    // Also the agent's next process tells so.
    host.die();
    host.start(id);
    assertThat(host.end(id)).isEqualTo(end);
  }

  @Test
  void saysWhichIsolatorIsMissing() {
    host.services.remove(isolators.factory("b"));
    host.die();
    host.flags.put("isolator_wait", "100ms");
    host.start();
    ContainerID id = host.id();
    assertThatThrownBy(() -> TestHost.get(host.containerizer.launch(host.launch(id, "true"))))
        .hasMessageContaining("Isolator b is missing");
    assertNothingLeft();
  }

  @Test
  void cleansUpLaterWhenAnIsolatorIsMissing() {
    ContainerID id = host.running("exec sleep 1000");
    host.services.remove(isolators.factory("b"));
    isolators.calls.clear();
    TestHost.get(host.containerizer.destroy(id));
    host.containerizer.forget(id);
    assertThat(isolators.calls).contains("a cleanup").doesNotContain("b cleanup");
    host.services.add("b", isolators.again("b"));
    Awaitility.await().until(() -> isolators.calls.contains("b cleanup"));
    Awaitility.await()
        .until(() -> host.runtimeDir.resolve("containers").toFile().list().length == 0);
  }

  @Test
  void letsANewVersionTakeOverWhatRuns() {
    isolators.state = ByteString.copyFromUtf8("remember");
    ContainerID id = host.running("exec sleep 1000");
    host.services.remove(isolators.factory("a"));
    isolators.calls.clear();
    host.services.add("a", isolators.again("a"));
    Awaitility.await().until(() -> isolators.calls.contains("a watch"));
    assertThat(isolators.recovered(id).state().toStringUtf8()).isEqualTo("remember");
    assertThat(isolators.recovered(id).pid()).isPresent();
    assertThat(host.containerizer.containers()).containsExactly(id);
  }

  @Test
  void letsIsolatorsRecoverWithTheirStateAfterARestart() {
    isolators.state = ByteString.copyFromUtf8("remember");
    ContainerID id = host.running("exec sleep 1000");
    host.die();
    isolators.recovered.clear();
    host.start(id);
    assertThat(isolators.recovered(id).state().toStringUtf8()).isEqualTo("remember");
    assertThat(isolators.recovered(id).config().sandbox()).isEqualTo(host.sandbox(id));
    assertThat(isolators.recovered(id).config().resources())
        .isEqualTo(Resources.parse("cpus:1;mem:64", "*"));
  }

  @Test
  void mergesWhatIsolatorsKnowOfUsage() {
    isolators.usage.put("a", ResourceStatistics.newBuilder().setMemRssBytes(7).buildPartial());
    isolators.usage.put(
        "b", ResourceStatistics.newBuilder().setCpusUserTimeSecs(0.5).buildPartial());
    ContainerID id = host.running("exec sleep 1000");
    ResourceStatistics usage = TestHost.get(host.containerizer.usage(id));
    assertThat(usage.getMemRssBytes()).isEqualTo(7);
    assertThat(usage.getCpusUserTimeSecs()).isEqualTo(0.5);
    assertThat(usage.getCpusSoftLimit()).isEqualTo(1);
    assertThat(usage.getMemLimitBytes()).isEqualTo(64 << 20);
    assertThat(usage.getTimestamp()).isGreaterThan(1.7e9);
    isolators.failing = "a usage";
    assertThat(TestHost.get(host.containerizer.usage(id)).getCpusUserTimeSecs()).isEqualTo(0.5);
  }

  @Test
  void tellsIsolatorsOfTheProcessesOfAContainer() {
    ContainerID id = host.running("sleep 1000 & exec sleep 1000");
    Awaitility.await().until(() -> TestHost.get(isolators.context().processes(id)).size() == 3);
    assertThat(TestHost.get(isolators.context().processes(host.id()))).isEmpty();
  }

  @Test
  void tellsIsolatorsOfNewResourcesAndRemembersThem() {
    ContainerID id = host.running("exec sleep 1000");
    Resources more = Resources.parse("cpus:3;mem:99", "*");
    TestHost.get(host.containerizer.update(id, more));
    assertThat(isolators.calls).endsWith("a update", "b update");
    host.die();
    host.start(id);
    assertThat(isolators.recovered(id).config().resources()).isEqualTo(more);
    assertThat(TestHost.get(host.containerizer.usage(id)).getCpusSoftLimit()).isEqualTo(3);
  }

  @Test
  void reportsTheSupervisorInItsStatus() {
    ContainerID id = host.id();
    long pid = TestHost.get(host.containerizer.launch(host.launch(id, "exec sleep 1000"))).pid();
    assertThat(TestHost.get(host.containerizer.status(id)).getExecutorPid()).isEqualTo((int) pid);
  }

  private void assertNothingLeft() {
    Awaitility.await().until(() -> host.containerizer.containers().isEmpty());
    assertThat(host.processes()).isEmpty();
    Awaitility.await()
        .untilAsserted(() -> assertThat(host.runtimeDir.resolve("containers")).isEmptyDirectory());
  }
}
