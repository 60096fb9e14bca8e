package org.meseta.master.allocation;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.Runtime;

/** What one allocator is given. */
final class HostContext implements AllocatorContext {
  private final EventLoop loop;
  private final Metrics metrics;
  private final RandomGenerator random;
  private final AllocatorOptions options;
  private final OfferSink sink;

  HostContext(Runtime runtime, EventLoop loop, AllocatorOptions options, OfferSink sink) {
    this.loop = loop;
    this.metrics = runtime.metrics();
    this.random = runtime.random();
    this.options = options;
    this.sink = sink;
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
  public Metrics metrics() {
    return metrics;
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
  public void offer(FrameworkID framework, Map<String, Map<AgentID, Resources>> offers) {
    sink.offer(framework, offers);
  }
}
