package org.meseta.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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
import org.meseta.runtime.SeededRandom;

/** The context of an allocator that is recorded. */
final class RecordedContext implements AllocatorContext, Clock, Timers {
  private final Recorder recorder;
  private final AllocatorContext host;
  private final RandomGenerator random;
  private int timers;

  RecordedContext(Recorder recorder, AllocatorContext host, long seed) {
    this.recorder = recorder;
    this.host = host;
    this.random = SeededRandom.of(seed);
  }

  @Override
  public Clock clock() {
    return this;
  }

  @Override
  public Timers timers() {
    return this;
  }

  @Override
  public Metrics metrics() {
    return host.metrics();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public AllocatorOptions options() {
    return host.options();
  }

  @Override
  public void offer(FrameworkID framework, Map<String, Map<AgentID, Resources>> offers) {
    recorder.offered(framework, offers);
    host.offer(framework, offers);
  }

  @Override
  public void inverseOffer(FrameworkID framework, Map<AgentID, UnavailableResources> agents) {
    recorder.asked(framework, agents);
    host.inverseOffer(framework, agents);
  }

  @Override
  public Instant now() {
    Instant now = host.clock().now();
    recorder.looked(Instants.toNanos(now));
    return now;
  }

  @Override
  public long nanoTime() {
    long nanos = host.clock().nanoTime();
    recorder.looked(nanos);
    return nanos;
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    if (!recorder.isItself()) {
      return host.timers().schedule(delay, task);
    }
    int number = timers++;
    return host.timers().schedule(delay, () -> recorder.fired(number, task));
  }
}
