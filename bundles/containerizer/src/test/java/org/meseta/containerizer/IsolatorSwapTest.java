package org.meseta.containerizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.containerizer.Containerizer.Launched;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.plugin.host.Origin;
import org.meseta.plugin.host.PluginState;
import org.meseta.plugin.host.PluginStatus;
import org.meseta.plugin.isolator.ContainerConfig;
import org.meseta.plugin.isolator.Isolator;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.meseta.plugin.isolator.Preparation;
import org.meseta.protocol.v1.ContainerID;

/** Isolators come, go and fail while containers are launched and run. */
class IsolatorSwapTest {
  @TempDir Path folder;
  private TestHost host;
  private final RecordingIsolators old = new RecordingIsolators();
  private final RecordingIsolators newer = new RecordingIsolators();

  @BeforeEach
  void start() throws IOException {
    host = new TestHost(folder);
    host.flags.put("isolation", "a");
    host.flags.put("plugin_timeout", "1secs");
    host.flags.put("isolator_wait", "20secs");
    host.services.add("a", old.factory("a"), origin("1.0.0"), 0);
    host.start();
    old.calls.clear();
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private static Origin origin(String version) {
    return new Origin("org.example.isolator", version, 1);
  }

  private PluginStatus shown(String version) {
    return host.board.plugins().stream()
        .filter(p -> p.origin().version().equals(version))
        .findFirst()
        .orElseThrow();
  }

  private void awaitState(String version, PluginState state) {
    Awaitility.await().until(() -> shown(version).state() == state);
  }

  private CompletionStage<Launched> launch(ContainerID id) {
    return host.containerizer.launch(host.launch(id, "exec sleep 1000"));
  }

  @Test
  void theNewerVersionTakesOverAndTheOlderComesBackWhenItGoes() {
    ContainerID id = host.running("exec sleep 1000");
    host.services.add("a", newer.factory("a"), origin("2.0.0"), 0);
    awaitState("2.0.0", PluginState.RUNNING);
    assertThat(shown("1.0.0").state()).isEqualTo(PluginState.AVAILABLE);
    Awaitility.await().until(() -> newer.calls.contains("a watch"));
    assertThat(newer.recovered(id).pid()).isPresent();
    host.services.remove(newer.factory("a"));
    awaitState("1.0.0", PluginState.RUNNING);
    assertThat(old.recovered(id).pid()).isPresent();
    assertThat(host.containerizer.containers()).containsExactly(id);
  }

  @Test
  void theOldOneGoesOnWhenTheNewOneFailsToRecover() {
    ContainerID id = host.running("exec sleep 1000");
    newer.failing = "a recover";
    host.services.add("a", newer.factory("a"), origin("2.0.0"), 0);
    awaitState("2.0.0", PluginState.QUARANTINED);
    assertThat(shown("2.0.0").reason()).contains("cannot recover", "on purpose");
    assertThat(shown("1.0.0").state()).isEqualTo(PluginState.RUNNING);
    old.calls.clear();
    TestHost.get(host.containerizer.destroy(id));
    assertThat(old.calls).contains("a cleanup");
  }

  @Test
  void theOldOneGoesOnWhenTheNewOneCannotBeMade() {
    IsolatorFactory broken =
        context -> {
          throw new NoClassDefFoundError("planted");
        };
    host.services.add("a", broken, origin("2.0.0"), 0);
    awaitState("2.0.0", PluginState.QUARANTINED);
    assertThat(shown("2.0.0").reason()).contains("NoClassDefFoundError: planted");
    host.running("true");
  }

  @Test
  void aLaunchWaitsForAnIsolatorThatIsMissing() {
    host.services.remove(old.factory("a"));
    ContainerID id = host.id();
    CompletionStage<Launched> launched = launch(id);
    Awaitility.await()
        .until(() -> host.board.plugins().stream().anyMatch(p -> p.state() == PluginState.MISSING));
    assertThat(launched.toCompletableFuture()).isNotDone();
    host.services.add("a", newer.factory("a"), origin("2.0.0"), 0);
    assertThat(TestHost.get(launched).pid()).isPositive();
    assertThat(newer.calls).containsSubsequence("a recover", "a prepare", "a isolate");
  }

  @Test
  void aLaunchThatWaitsCanBeDestroyed() {
    host.services.remove(old.factory("a"));
    ContainerID id = host.id();
    CompletionStage<Launched> launched = launch(id);
    CompletionStage<Boolean> destroyed = host.containerizer.destroy(id);
    host.services.add("a", newer.factory("a"), origin("2.0.0"), 0);
    assertThat(TestHost.get(destroyed)).isTrue();
    assertThatThrownBy(() -> TestHost.get(launched)).hasMessageContaining("destroyed");
    assertThat(host.containerizer.containers()).isEmpty();
  }

  /** Answers to nothing for good. */
  private static final class Silent implements Isolator {
    @Override
    public CompletionStage<Preparation> prepare(ContainerID container, ContainerConfig config) {
      return new CompletableFuture<>();
    }
  }

  @Test
  void aLaunchGoesOnWithTheNextVersionWhenTheOneThatPreparesItGoes() {
    IsolatorFactory silent = context -> new Silent();
    host.services.add("a", silent, origin("2.0.0"), 0);
    awaitState("2.0.0", PluginState.RUNNING);
    old.calls.clear();
    CompletionStage<Launched> launched = launch(host.id());
    Awaitility.await().until(() -> shown("2.0.0").calls().count() >= 3);
    host.services.remove(silent);
    assertThat(TestHost.get(launched).pid()).isPositive();
    assertThat(old.calls).containsSubsequence("a recover", "a cleanup", "a prepare", "a isolate");
  }

  @Test
  void oneThatBlocksIsPutOutOfUseAndTheLaunchGoesOnWithTheOldOne() {
    CountDownLatch never = new CountDownLatch(1);
    IsolatorFactory blocking =
        context ->
            new Isolator() {
              @Override
              public CompletionStage<Preparation> prepare(ContainerID c, ContainerConfig config) {
                try {
                  never.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                return CompletableFuture.completedFuture(Preparation.none());
              }
            };
    host.services.add("a", blocking, origin("2.0.0"), 0);
    awaitState("2.0.0", PluginState.RUNNING);
    assertThat(TestHost.get(launch(host.id())).pid()).isPositive();
    assertThat(shown("2.0.0").state()).isEqualTo(PluginState.QUARANTINED);
    assertThat(shown("2.0.0").reason()).contains("has not returned from prepare within 1.0 s");
  }

  @Test
  void oneThatGivesNothingIsPutOutOfUse() {
    IsolatorFactory empty =
        context ->
            new Isolator() {
              @Override
              @SuppressWarnings("NullAway") // that is the point
              public CompletionStage<Preparation> prepare(ContainerID c, ContainerConfig config) {
                return null;
              }
            };
    host.services.add("a", empty, origin("2.0.0"), 0);
    awaitState("2.0.0", PluginState.RUNNING);
    for (int i = 0; i < 3; i++) {
      CompletionStage<Launched> launched = launch(host.id());
      assertThatThrownBy(() -> TestHost.get(launched))
          .hasMessageContaining("gave null as its answer to prepare");
    }
    awaitState("2.0.0", PluginState.QUARANTINED);
    awaitState("1.0.0", PluginState.RUNNING);
    TestHost.get(launch(host.id()));
  }

  @Test
  void anOldVersionsLateLimitDestroysNothing() {
    ContainerID id = host.running("exec sleep 1000");
    host.services.add("a", newer.factory("a"), origin("2.0.0"), 0);
    Awaitility.await().until(() -> newer.calls.contains("a watch"));
    old.limit(
        id,
        new org.meseta.plugin.isolator.Limitation(
            org.meseta.protocol.v1.TaskStatus.Reason.REASON_CONTAINER_LIMITATION,
            "late",
            org.meseta.resources.Resources.empty()));
    TestHost.get(host.containerizer.usage(id));
    assertThat(host.containerizer.containers()).containsExactly(id);
  }

  @Test
  void cleanUpsThatWaitAreNotForgottenWhenTheAgentStartsAnew() {
    ContainerID id = host.running("exit 3");
    host.end(id);
    ContainerID other = host.running("exec sleep 1000");
    host.services.remove(old.factory("a"));
    TestHost.get(host.containerizer.destroy(other));
    host.die();
    host.start(id, other);
    old.calls.clear();
    host.services.add("a", newer.factory("a"), origin("2.0.0"), 0);
    Awaitility.await().until(() -> newer.calls.contains("a cleanup"));
    assertThat(newer.recovered).containsOnlyKeys(other);
    assertThat(host.end(other).limitation()).isEmpty();
    assertThat(host.end(id)).isEqualTo(Termination.exited(3));
    assertThat(List.copyOf(newer.calls)).containsOnlyOnce("a cleanup");
  }
}
