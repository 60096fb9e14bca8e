package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.meseta.master.api.MasterFlags;
import org.meseta.master.registry.InMemoryRegistry;
import org.meseta.master.registry.LogRegistry;
import org.meseta.master.registry.Registered;
import org.meseta.master.registry.Registry;
import org.meseta.master.state.Framework;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.resources.Resources;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.ManualTime;
import org.meseta.storage.InMemoryLog;

/** A master on virtual time, with an allocator that offers all there is. */
final class MasterRig implements AllocatorFactory {
  final ManualTime time;
  final PluginBoard board = new PluginBoard();
  final MasterLoop master;
  final List<String> ends = new ArrayList<>();
  final List<GreedyAllocator> allocators = new ArrayList<>();

  MasterRig() {
    this(Map.of());
  }

  MasterRig(Map<String, String> given) {
    this(given, InMemoryRegistry::new);
  }

  /** A master whose registry is that of another one before it. */
  MasterRig(Map<String, String> given, Registered registered) {
    this(
        given,
        loop ->
            new LogRegistry(
                loop,
                new InMemoryLog(registered),
                registered,
                Duration.ofSeconds(1),
                new ManualTime().metrics(),
                why -> {
                  throw new AssertionError(why);
                }));
  }

  MasterRig(Map<String, String> given, Function<EventLoop, Registry> registry) {
    this(given, registry, 1);
  }

  /**
   * @param seed masters of other seeds have other ids
   */
  MasterRig(Map<String, String> given, Function<EventLoop, Registry> registry, long seed) {
    time = new ManualTime(seed);
    MasterFlags flags = MasterFlags.parse(given);
    master =
        new MasterLoop(
            time, flags, MasterIdentity.of(flags, time.newUuid()), board, registry, ends::add);
    master.install(this);
    time.run();
  }

  @Override
  public Allocator create(AllocatorContext context) {
    GreedyAllocator made = new GreedyAllocator(context);
    allocators.add(made);
    return made;
  }

  GreedyAllocator allocator() {
    return allocators.get(allocators.size() - 1);
  }

  void seconds(double seconds) {
    time.advance(Duration.ofMillis((long) (seconds * 1000)));
  }

  TestAgent agent(String hostname, String resources) {
    return new TestAgent(this, hostname, resources).register();
  }

  TestScheduler scheduler(String name, FrameworkInfo.Capability.Type... capabilities) {
    return new TestScheduler(this, name, capabilities);
  }

  Framework framework(FrameworkID id) {
    return Objects.requireNonNull(master.cluster().frameworks().get(id));
  }

  Optional<Task> task(FrameworkID framework, String task) {
    return Optional.ofNullable(framework(framework).tasks().get(taskId(task)));
  }

  double metric(String name) {
    return time.metrics().snapshot().getOrDefault(name, -1.0);
  }

  /** No task failed, and what frameworks use is what agents say they use. */
  void assertSound() {
    assertThat(time.failures()).isEmpty();
    master
        .cluster()
        .agents()
        .values()
        .forEach(
            agent -> {
              Resources taken = agent.offered().unallocated();
              for (Map.Entry<FrameworkID, Resources> used : agent.used().entrySet()) {
                assertThat(framework(used.getKey()).used().get(agent.id()))
                    .isEqualTo(used.getValue());
                taken = taken.plus(used.getValue().unallocated());
              }
              assertThat(agent.total().contains(taken)).isTrue();
              assertThat(agent.total().minus(taken)).isEqualTo(allocator().free.get(agent.id()));
            });
  }

  static TaskID taskId(String id) {
    return TaskID.newBuilder().setValue(id).build();
  }

  static TaskInfo task(String id, TestAgent agent, String resources) {
    return TaskInfo.newBuilder()
        .setName(id)
        .setTaskId(taskId(id))
        .setAgentId(agent.id())
        .addAllResources(Resources.parse(resources, "*").toList())
        .setCommand(CommandInfo.newBuilder().setValue("true"))
        .build();
  }

  static Offer.Operation launch(TaskInfo... tasks) {
    Offer.Operation.Builder operation =
        Offer.Operation.newBuilder().setType(Offer.Operation.Type.LAUNCH);
    operation.getLaunchBuilder().addAllTaskInfos(List.of(tasks));
    return operation.build();
  }
}
