package org.meseta.agent.osgi;

import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.MetricsRegistry;
import org.meseta.runtime.Runtime;

/**
 * The process's runtime with figures of an agent's own, where several agents share a process.
 *
 * @param number of the agent; ends the names of its threads, which the log shows
 */
record AgentRuntime(Runtime process, MetricsRegistry metrics, int number) implements Runtime {

  @Override
  public EventLoop loop(String name) {
    return process.loop(name + "-" + number);
  }

  @Override
  public Clock clock() {
    return process.clock();
  }

  @Override
  public Timers timers() {
    return process.timers();
  }

  @Override
  public Blocking blocking(String name, int threads, Executor home) {
    return process.blocking(name + "-" + number, threads, home);
  }

  @Override
  public RandomGenerator random() {
    return process.random();
  }

  @Override
  public UUID newUuid() {
    return process.newUuid();
  }
}
