package org.meseta.testkit.isolator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.isolator.Isolator.RecoveredContainer;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.meseta.plugin.isolator.Limitation;
import org.meseta.plugin.isolator.Preparation;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.resources.Resources;

/**
 * What the containerizer expects of an isolator. A plugin's test extends this class and gives the
 * plugin's factory.
 */
public abstract class IsolatorContract {
  private static final int MAX_STATE = 64 * 1024;

  /** A folder for the test. */
  @TempDir protected Path folder;

  private IsolatorBench bench;

  /** Makes the isolator under test. */
  protected abstract IsolatorFactory factory();

  /** Plays the containerizer. */
  protected final IsolatorBench bench() {
    return bench;
  }

  @BeforeEach
  final void open() {
    bench = new IsolatorBench(factory(), folder.resolve("work"));
  }

  @AfterEach
  final void close() {
    bench.close();
  }

  @Test
  void isolatesAContainerFromItsStartToItsEnd() {
    ContainerID id = bench.id();
    running(id);
    bench.on(() -> bench.isolator().update(id, Resources.parse("cpus:2;mem:128", "*")));
    bench.on(() -> bench.isolator().usage(id));
    bench.on(() -> bench.isolator().status(id));
    bench.end(id);
    bench.on(() -> bench.isolator().cleanup(id));
  }

  @Test
  void keepsNoMoreStateThanIsAllowed() {
    assertThat(prepare(bench.id()).state().size()).isLessThanOrEqualTo(MAX_STATE);
  }

  @Test
  void limitsNothingThatKeepsToItsLimits() {
    ContainerID id = bench.id();
    running(id);
    CompletableFuture<Limitation> watch = bench.start(() -> bench.isolator().watch(id));
    bench.on(() -> bench.isolator().usage(id));
    assertThat(watch).isNotDone();
  }

  @Test
  void cleansUpAgainAndAgain() {
    ContainerID id = bench.id();
    running(id);
    bench.end(id);
    bench.on(() -> bench.isolator().cleanup(id));
    bench.on(() -> bench.isolator().cleanup(id));
  }

  @Test
  void cleansUpAfterALaunchThatWasCutShort() {
    ContainerID prepared = bench.id();
    prepare(prepared);
    bench.on(() -> bench.isolator().cleanup(prepared));
    ContainerID neverPrepared = bench.id();
    bench.on(() -> bench.isolator().cleanup(neverPrepared));
  }

  @Test
  void takesOverContainersThatRun() {
    ContainerID id = bench.id();
    ByteString state = running(id).state();
    takeOver(id, Optional.of(bench.run(id, "exec sleep 1000")), state);
    bench.on(() -> bench.isolator().usage(id));
    bench.on(() -> bench.isolator().update(id, Resources.parse("cpus:2", "*")));
    bench.end(id);
    bench.on(() -> bench.isolator().cleanup(id));
  }

  @Test
  void takesOverContainersOfWhichNothingIsKnown() {
    ContainerID id = bench.id();
    takeOver(id, Optional.empty(), ByteString.EMPTY);
    bench.on(() -> bench.isolator().cleanup(id));
  }

  @Test
  void keepsContainersApart() {
    ContainerID first = bench.id();
    ContainerID second = bench.id();
    running(first);
    running(second);
    bench.end(first);
    bench.on(() -> bench.isolator().cleanup(first));
    bench.on(() -> bench.isolator().usage(second));
    bench.on(() -> bench.isolator().status(second));
  }

  /** Brings a container to running; all its own processes sleep. */
  protected final Preparation running(ContainerID id) {
    Preparation preparation = prepare(id);
    long pid = bench.run(id, "exec sleep 1000");
    bench.on(() -> bench.isolator().isolate(id, pid));
    return preparation;
  }

  private Preparation prepare(ContainerID id) {
    return bench.on(() -> bench.isolator().prepare(id, bench.config(folder)));
  }

  /** A new process of the agent, or a new version of the plugin. */
  private void takeOver(ContainerID id, Optional<Long> pid, ByteString state) {
    bench.close();
    bench = new IsolatorBench(factory(), folder.resolve("work"));
    pid.ifPresent(p -> bench.run(id, "exec sleep 1000"));
    RecoveredContainer container = new RecoveredContainer(id, bench.config(folder), pid, state);
    bench.on(() -> bench.isolator().recover(List.of(container)));
  }
}
