package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meseta.master.allocation.AllocatorHost;
import org.meseta.master.allocation.AllocatorPlugins;
import org.meseta.master.allocation.World;
import org.meseta.master.api.MasterFlags;
import org.meseta.master.state.Cluster;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.plugin.allocator.Obstacle.Kind;
import org.meseta.plugin.host.Candidate;
import org.meseta.plugin.host.Origin;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.ManualTime;

class AllocatorHostTest {

  private static final FrameworkID FRAMEWORK = FrameworkID.newBuilder().setValue("f").build();
  private static final AgentID AGENT = AgentID.newBuilder().setValue("a").build();

  private final ManualTime time = new ManualTime(1);
  private final EventLoop home = time.loop("master");
  private final AllocatorHost host =
      new AllocatorHost(
          time,
          MasterFlags.parse(Map.of()).allocation(),
          home,
          new AllocatorPlugins(new PluginBoard(), "one", Duration.ofSeconds(1)),
          new EmptyWorld(),
          (generation, framework, offers) -> {});

  @AfterEach
  void close() {
    home.execute(host::close);
    time.run();
  }

  private static final class EmptyWorld implements World {
    @Override
    public Cluster cluster() {
      return new MasterRig().master.cluster();
    }

    @Override
    public Optional<Set<String>> whitelist() {
      return Optional.empty();
    }
  }

  /** One that answers nothing else. */
  private void arrives(@Nullable Object answer) {
    AllocatorFactory factory =
        context ->
            (Allocator)
                Proxy.newProxyInstance(
                    Allocator.class.getClassLoader(),
                    new Class<?>[] {Allocator.class},
                    (proxy, method, arguments) ->
                        method.getName().equals("obstacles") ? answer : null);
    home.execute(
        () ->
            host.arrived(
                new Candidate<>("one", factory, Origin.NONE, new Candidate.Preference(0, 0, 0))));
    time.run();
  }

  private CompletableFuture<Map<AgentID, Obstacle>> asked() {
    CompletableFuture<Map<AgentID, Obstacle>> answer = new CompletableFuture<>();
    home.execute(
        () ->
            host.obstacles(FRAMEWORK, "r")
                .whenComplete(
                    (found, failure) -> {
                      if (failure == null) {
                        answer.complete(found);
                      } else {
                        answer.completeExceptionally(failure);
                      }
                    }));
    time.run();
    return answer;
  }

  @Test
  void passesOnWhatTheAllocatorSaysStandsBetween() {
    Map<AgentID, Obstacle> obstacles = Map.of(AGENT, Obstacle.of(Kind.SUPPRESSED));
    arrives(Optional.of(obstacles));
    assertThat(asked()).isCompletedWithValue(obstacles);
  }

  @Test
  void saysSoWhileThereIsNoAllocator() {
    assertThat(asked())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("There is no allocator");
  }

  @Test
  void saysSoIfTheAllocatorCannotTell() {
    arrives(Optional.empty());
    assertThat(asked())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("The allocator one cannot tell");
  }

  @Test
  void anAllocatorThatAnswersNonsenseIsNotBelieved() {
    arrives(null);
    assertThat(asked()).isCompletedExceptionally();
  }
}
