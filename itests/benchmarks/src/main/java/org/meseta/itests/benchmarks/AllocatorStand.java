package org.meseta.itests.benchmarks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.UnavailableResources;
import org.meseta.plugins.allocator.hierarchical.HierarchicalFactory;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;
import org.meseta.runtime.Runtime;

/**
 * The hierarchical allocator alone, on the benchmark's own thread: what it wants to do soon, or
 * when an allocation interval is over, it does when it is let. Its clock is the benchmark's.
 */
final class AllocatorStand implements AllocatorContext, AutoCloseable {
  private static final List<AgentInfo.Capability> CAPABILITIES =
      List.of(
          capability(AgentInfo.Capability.Type.MULTI_ROLE),
          capability(AgentInfo.Capability.Type.HIERARCHICAL_ROLE),
          capability(AgentInfo.Capability.Type.RESERVATION_REFINEMENT));

  private final Runtime runtime;
  private final AllocatorOptions options =
      new AllocatorOptions(
          Duration.ofSeconds(1),
          ResourceQuantities.parseAlternatives("cpus:0.01|mem:32"),
          Set.of(),
          Map.of(),
          true,
          "drf",
          "drf",
          Optional.empty());
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
  private final Deque<Runnable> soon = new ArrayDeque<>();
  private final Deque<Runnable> afterInterval = new ArrayDeque<>();
  private final Allocator allocator;
  private List<Offered> offers = new ArrayList<>();

  AllocatorStand(Runtime runtime) {
    this.runtime = runtime;
    this.allocator = new HierarchicalFactory().create(this);
  }

  /** What was offered; carries an allocation role. */
  record Offered(FrameworkID framework, AgentID agent, Resources resources) {}

  private static AgentInfo.Capability capability(AgentInfo.Capability.Type type) {
    return AgentInfo.Capability.newBuilder().setType(type).build();
  }

  Allocator allocator() {
    return allocator;
  }

  FrameworkID addFramework(String name, String role, boolean suppressed) {
    FrameworkInfo.Builder info = FrameworkInfo.newBuilder().setUser("user").setName(name);
    info.addRoles(role).addCapabilitiesBuilder().setType(FrameworkInfo.Capability.Type.MULTI_ROLE);
    FrameworkID id = FrameworkID.newBuilder().setValue(name).build();
    Set<String> roles = suppressed ? Set.of(role) : Set.of();
    allocator.addFramework(id, info.build(), Map.of(), true, FrameworkOptions.suppressing(roles));
    return id;
  }

  AgentID addAgent(String name, Resources total, Map<FrameworkID, Resources> used) {
    AgentID id = AgentID.newBuilder().setValue(name).build();
    AgentInfo info = AgentInfo.newBuilder().setHostname(name).build();
    allocator.addAgent(id, info, CAPABILITIES, total, used);
    return id;
  }

  /** Lets it do what it wants to do soon. */
  void settle() {
    for (Runnable task = soon.poll(); task != null; task = soon.poll()) {
      task.run();
    }
  }

  /** Lets it do what it wants to do each allocation interval. */
  void round() {
    List<Runnable> due = List.copyOf(afterInterval);
    afterInterval.clear();
    due.forEach(Runnable::run);
  }

  /** What was offered since this was last asked. */
  List<Offered> takeOffers() {
    List<Offered> taken = offers;
    offers = new ArrayList<>(taken.size());
    return taken;
  }

  void recover(Offered offer, Optional<Filters> filters) {
    allocator.recoverResources(offer.framework(), offer.agent(), offer.resources(), filters);
  }

  @Override
  public void offer(FrameworkID framework, Map<String, Map<AgentID, Resources>> offered) {
    offered
        .values()
        .forEach(
            byAgent ->
                byAgent.forEach(
                    (agent, resources) -> offers.add(new Offered(framework, agent, resources))));
  }

  @Override
  public void inverseOffer(FrameworkID framework, Map<AgentID, UnavailableResources> agents) {
    throw new IllegalStateException("every agent is available");
  }

  @Override
  public Clock clock() {
    return runtime.clock();
  }

  @Override
  public Timers timers() {
    return (delay, task) -> {
      Deque<Runnable> queue = delay.isZero() || delay.isNegative() ? soon : afterInterval;
      queue.add(task);
      return () -> queue.remove(task);
    };
  }

  @Override
  public Metrics metrics() {
    return runtime.metrics();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public AllocatorOptions options() {
    return options;
  }

  @Override
  public void close() {
    allocator.close();
  }
}
