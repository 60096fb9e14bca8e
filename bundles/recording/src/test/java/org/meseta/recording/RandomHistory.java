package org.meseta.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.UnavailableResources;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Unavailability;
import org.meseta.recording.proto.Header;
import org.meseta.recording.proto.Step;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.ManualTime;

/** A master of sorts that lets an allocator run while frameworks of two roles come and go. */
final class RandomHistory {
  static final AllocatorOptions OPTIONS =
      new AllocatorOptions(
          Duration.ofSeconds(1),
          ResourceQuantities.parseAlternatives("cpus:0.01|mem:32"),
          Set.of(),
          Map.of("b", 2.0),
          true,
          "drf",
          "random",
          Optional.empty());

  private final ManualTime time;
  private final RandomGenerator random;
  private final EventLoop loop;
  private final List<Offered> out = new ArrayList<>();
  private final Allocator allocator;
  private int frameworks;

  private record Offered(FrameworkID framework, AgentID agent, Resources resources) {}

  private RandomHistory(long seed, AllocatorFactory factory, Consumer<Step> tape) {
    time = new ManualTime(seed);
    random = time.random();
    loop = time.loop("allocator");
    allocator =
        new Recorder("hierarchical", "test", seed, time, () -> true, endless(tape))
            .make(factory, new Host());
  }

  private static Tape endless(Consumer<Step> tape) {
    return new Tape() {
      @Override
      public void begin(Header header) {
        // known
      }

      @Override
      public void add(Step step) {
        tape.accept(step);
      }

      @Override
      public void end(String reason) {
        throw new AssertionError(reason);
      }

      @Override
      public boolean isOver() {
        return false;
      }
    };
  }

  static Header header(long seed) {
    return Headers.of("hierarchical", "test", seed, OPTIONS);
  }

  /** Runs for so long in virtual time. */
  static void run(long seed, AllocatorFactory factory, Duration length, Consumer<Step> tape) {
    RandomHistory history = new RandomHistory(seed, factory, tape);
    history.start();
    for (long second = 0; second < length.toSeconds(); second++) {
      history.time.advance(Duration.ofMillis(600 + history.random.nextInt(800)));
      history.something();
    }
    history.allocator.close();
  }

  private void start() {
    for (int i = 0; i < 10; i++) {
      String total = "cpus:" + (4 + random.nextInt(4)) + ";mem:" + (1024 << random.nextInt(3));
      allocator.addAgent(
          AgentID.newBuilder().setValue("S" + i).build(),
          AgentInfo.newBuilder().setHostname("host" + i).build(),
          List.of(
              AgentInfo.Capability.newBuilder()
                  .setType(AgentInfo.Capability.Type.MULTI_ROLE)
                  .build()),
          Resources.parse(total, "*"),
          Map.of());
    }
    for (int i = 0; i < 4; i++) {
      addFramework();
    }
  }

  private void addFramework() {
    String role = frameworks % 2 == 0 ? "a" : "b";
    FrameworkInfo info =
        FrameworkInfo.newBuilder()
            .setName("f" + frameworks)
            .setUser("u")
            .addRoles(role)
            .addCapabilities(
                FrameworkInfo.Capability.newBuilder()
                    .setType(FrameworkInfo.Capability.Type.MULTI_ROLE))
            .build();
    FrameworkID id = FrameworkID.newBuilder().setValue("F" + frameworks++).build();
    allocator.addFramework(id, info, Map.of(), true, FrameworkOptions.NONE);
  }

  /** Frameworks decline, let tasks end, go quiet and come back. */
  private void something() {
    int count = Math.min(out.size(), 1 + random.nextInt(4));
    for (int i = 0; i < count; i++) {
      Offered back = out.remove(random.nextInt(out.size()));
      Optional<Filters> filters =
          random.nextBoolean()
              ? Optional.of(Filters.newBuilder().setRefuseSeconds(random.nextInt(20)).build())
              : Optional.empty();
      allocator.recoverResources(back.framework, back.agent, back.resources, filters);
    }
    if (random.nextInt(20) == 0) {
      allocator.updateWeights(Map.of("a", 1 + random.nextDouble()));
    }
    if (random.nextInt(200) == 0) {
      addFramework();
    }
    if (random.nextInt(10) == 0) {
      var unused = allocator.obstacles(FrameworkID.newBuilder().setValue("F0").build(), "a");
    }
    if (random.nextInt(50) == 0) {
      Unavailability.Builder soon = Unavailability.newBuilder();
      soon.getStartBuilder().setNanoseconds(time.now().getEpochSecond() * 1_000_000_000L);
      allocator.updateUnavailability(
          AgentID.newBuilder().setValue("S" + random.nextInt(10)).build(),
          random.nextBoolean() ? Optional.of(soon.build()) : Optional.empty());
    }
    if (random.nextInt(30) == 0) {
      FrameworkID some = FrameworkID.newBuilder().setValue("F" + random.nextInt(2)).build();
      Set<String> role = Set.of(some.getValue().equals("F0") ? "a" : "b");
      allocator.suppressOffers(some, role);
      allocator.reviveOffers(some, role);
    }
  }

  private final class Host implements AllocatorContext {
    @Override
    public Clock clock() {
      return time;
    }

    @Override
    public Timers timers() {
      return loop.timers();
    }

    @Override
    public Metrics metrics() {
      return time.metrics();
    }

    @Override
    public RandomGenerator random() {
      throw new AssertionError("the recorder's randomness is meant");
    }

    @Override
    public AllocatorOptions options() {
      return OPTIONS;
    }

    @Override
    public void inverseOffer(FrameworkID framework, Map<AgentID, UnavailableResources> agents) {
      assertThat(agents).isNotEmpty();
    }

    @Override
    public void offer(FrameworkID framework, Map<String, Map<AgentID, Resources>> offers) {
      offers
          .values()
          .forEach(
              byAgent ->
                  byAgent.forEach(
                      (agent, resources) -> out.add(new Offered(framework, agent, resources))));
    }
  }
}
