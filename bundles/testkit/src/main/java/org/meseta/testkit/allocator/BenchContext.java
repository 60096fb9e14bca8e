package org.meseta.testkit.allocator;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.plugin.allocator.UnavailableResources;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.ManualTime;

/** What the allocator under test is given. */
record BenchContext(
    EventLoop loop,
    Metrics metrics,
    RandomGenerator random,
    AllocatorOptions options,
    BiConsumer<FrameworkID, Map<String, Map<AgentID, Resources>>> sink,
    BiConsumer<FrameworkID, Map<AgentID, UnavailableResources>> inverseSink)
    implements AllocatorContext {

  BenchContext(
      ManualTime time,
      EventLoop loop,
      AllocatorOptions options,
      BiConsumer<FrameworkID, Map<String, Map<AgentID, Resources>>> sink,
      BiConsumer<FrameworkID, Map<AgentID, UnavailableResources>> inverseSink) {
    this(loop, time.metrics(), time.random(), options, sink, inverseSink);
  }

  @Override
  public Clock clock() {
    return loop.clock();
  }

  @Override
  public Timers timers() {
    return loop.timers();
  }

  @Override
  public void offer(FrameworkID framework, Map<String, Map<AgentID, Resources>> offers) {
    sink.accept(framework, offers);
  }

  @Override
  public void inverseOffer(FrameworkID framework, Map<AgentID, UnavailableResources> agents) {
    inverseSink.accept(framework, agents);
  }
}
