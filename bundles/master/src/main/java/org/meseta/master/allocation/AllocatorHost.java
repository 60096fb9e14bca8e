package org.meseta.master.allocation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Request;
import org.meseta.resources.Resources;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.Runtime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the allocator plugin on a loop of its own and passes on to it what the master decides, in
 * that order. While there is no allocator, nothing is offered; one that arrives is told all there
 * is. Methods are called on the master's loop.
 */
public final class AllocatorHost implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AllocatorHost.class);

  private final Runtime runtime;
  private final EventLoop loop;
  private final AllocatorOptions options;
  private final Executor home;
  private final OfferListener listener;
  private final Metrics.Counter failures;
  private final AutoCloseable backlog;

  /** Touched on the allocator's loop only. */
  private @Nullable Running running;

  private long generations;
  private long accepted;

  /**
   * @param home the master's loop
   * @param listener is told of offers on the master's loop
   */
  public AllocatorHost(
      Runtime runtime, AllocatorOptions options, Executor home, OfferListener listener) {
    this.runtime = runtime;
    this.home = home;
    this.loop = runtime.loop("allocator");
    this.options = options;
    this.listener = listener;
    this.failures = runtime.metrics().counter("allocator/failures");
    this.backlog = runtime.metrics().gauge("allocator/event_queue_dispatches", loop::backlog);
  }

  /**
   * Replaces the allocator, if there is one.
   *
   * @param inputs what makes a new allocator know all that the master has decided up to now; if it
   *     throws, or the factory does, the old allocator goes on
   */
  public void install(AllocatorFactory factory, List<Consumer<Allocator>> inputs) {
    long generation = ++generations;
    accepted = generation;
    loop.execute(() -> start(factory, inputs, generation));
  }

  /** Ends the allocator: its plugin is gone. */
  public void remove() {
    loop.execute(this::stop);
  }

  private void start(AllocatorFactory factory, List<Consumer<Allocator>> inputs, long generation) {
    Allocator made = null;
    try {
      made = factory.create(new HostContext(runtime, loop, options, offers(generation)));
      for (Consumer<Allocator> input : inputs) {
        input.accept(made);
      }
    } catch (RuntimeException | LinkageError e) {
      failures.increment();
      LOG.error("The allocator of {} cannot start; {}", factory, before(), e);
      close(made);
      goOn(generation);
      return;
    }
    stop();
    running = new Running(made, generation);
    LOG.info("The allocator of {} runs, told {} things", factory, inputs.size());
  }

  /** The allocator that was to be replaced is accepted again. */
  private void goOn(long failed) {
    Running before = running;
    if (before != null) {
      home.execute(() -> accepted = accepted == failed ? before.generation : accepted);
    }
  }

  private String before() {
    return running == null ? "there is none" : "the one before goes on";
  }

  private void stop() {
    Running old = running;
    running = null;
    if (old != null) {
      close(old.allocator);
    }
  }

  private void close(@Nullable Allocator allocator) {
    if (allocator != null) {
      guarded("close", allocator, Allocator::close);
    }
  }

  private OfferSink offers(long generation) {
    return (framework, offers) ->
        home.execute(() -> listener.offered(generation, framework, offers));
  }

  /** Whether offers of this allocator still count; asked on the allocator's loop. */
  private boolean isCurrent(long generation) {
    Running now = running;
    return now != null && now.generation == generation;
  }

  /**
   * Takes back an offer that the master did not make, from the very allocator that wanted it.
   *
   * @param generation as the listener was told
   */
  public void refuse(
      long generation,
      FrameworkID framework,
      AgentID agent,
      Resources resources,
      Optional<Filters> filters) {
    loop.execute(
        () -> {
          if (isCurrent(generation)) {
            tell("recoverResources", a -> a.recoverResources(framework, agent, resources, filters));
          }
        });
  }

  /** Whether offers of this allocator may be made; if not, they are to be refused. */
  public boolean accepts(long generation) {
    return generation == accepted;
  }

  /** See {@link Allocator#addFramework}. */
  public void addFramework(
      FrameworkID id, FrameworkInfo info, boolean active, Set<String> suppressed) {
    post("addFramework", a -> a.addFramework(id, info, Map.of(), active, suppressed));
  }

  /** See {@link Allocator#updateFramework}. */
  public void updateFramework(FrameworkID id, FrameworkInfo info, Set<String> suppressed) {
    post("updateFramework", a -> a.updateFramework(id, info, suppressed));
  }

  /** See {@link Allocator#removeFramework}. */
  public void removeFramework(FrameworkID id) {
    post("removeFramework", a -> a.removeFramework(id));
  }

  /** See {@link Allocator#activateFramework}. */
  public void activateFramework(FrameworkID id) {
    post("activateFramework", a -> a.activateFramework(id));
  }

  /** See {@link Allocator#deactivateFramework}. */
  public void deactivateFramework(FrameworkID id) {
    post("deactivateFramework", a -> a.deactivateFramework(id));
  }

  /** See {@link Allocator#addAgent}. */
  public void addAgent(
      AgentID id,
      AgentInfo info,
      List<AgentInfo.Capability> capabilities,
      Resources total,
      Map<FrameworkID, Resources> used) {
    post("addAgent", a -> a.addAgent(id, info, capabilities, total, used));
  }

  /** See {@link Allocator#updateAgent}. */
  public void updateAgent(
      AgentID id, AgentInfo info, List<AgentInfo.Capability> capabilities, Resources total) {
    post("updateAgent", a -> a.updateAgent(id, info, capabilities, total));
  }

  /** See {@link Allocator#removeAgent}. */
  public void removeAgent(AgentID id) {
    post("removeAgent", a -> a.removeAgent(id));
  }

  /** See {@link Allocator#activateAgent}. */
  public void activateAgent(AgentID id) {
    post("activateAgent", a -> a.activateAgent(id));
  }

  /** See {@link Allocator#deactivateAgent}. */
  public void deactivateAgent(AgentID id) {
    post("deactivateAgent", a -> a.deactivateAgent(id));
  }

  /** See {@link Allocator#updateWhitelist}. */
  public void updateWhitelist(Optional<Set<String>> hostnames) {
    post("updateWhitelist", a -> a.updateWhitelist(hostnames));
  }

  /** See {@link Allocator#recoverResources}; nothing is told if there are none. */
  public void recoverResources(
      FrameworkID framework, AgentID agent, Resources resources, Optional<Filters> filters) {
    if (!resources.isEmpty()) {
      post("recoverResources", a -> a.recoverResources(framework, agent, resources, filters));
    }
  }

  /** See {@link Allocator#requestResources}. */
  public void requestResources(FrameworkID framework, List<Request> requests) {
    post("requestResources", a -> a.requestResources(framework, requests));
  }

  /** See {@link Allocator#suppressOffers}. */
  public void suppressOffers(FrameworkID framework, Set<String> roles) {
    post("suppressOffers", a -> a.suppressOffers(framework, roles));
  }

  /** See {@link Allocator#reviveOffers}. */
  public void reviveOffers(FrameworkID framework, Set<String> roles) {
    post("reviveOffers", a -> a.reviveOffers(framework, roles));
  }

  /** See {@link Allocator#pause}. */
  public void pause() {
    post("pause", Allocator::pause);
  }

  /** See {@link Allocator#resume}. */
  public void resume() {
    post("resume", Allocator::resume);
  }

  private void post(String input, Consumer<Allocator> call) {
    loop.execute(() -> tell(input, call));
  }

  private void tell(String input, Consumer<Allocator> call) {
    Running now = running;
    if (now != null) {
      guarded(input, now.allocator, call);
    }
  }

  private void guarded(String input, Allocator allocator, Consumer<Allocator> call) {
    try {
      call.accept(allocator);
    } catch (RuntimeException | LinkageError e) {
      failures.increment();
      LOG.error("The allocator failed at {}", input, e);
    }
  }

  @Override
  public void close() {
    remove();
    loop.close();
    try {
      backlog.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Is told what the allocator wants to offer. */
  public interface OfferListener {

    /**
     * @param generation of the allocator; see {@link AllocatorHost#accepts}
     * @param offers by role, then by agent
     */
    void offered(
        long generation, FrameworkID framework, Map<String, Map<AgentID, Resources>> offers);
  }

  private record Running(Allocator allocator, long generation) {}
}
