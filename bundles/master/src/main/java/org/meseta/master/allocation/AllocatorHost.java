package org.meseta.master.allocation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.meseta.master.frameworks.FrameworkCheck;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Offered;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.plugin.allocator.Quota;
import org.meseta.plugin.allocator.UnavailableResources;
import org.meseta.plugin.host.Candidate;
import org.meseta.plugin.host.FailureText;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Request;
import org.meseta.resources.Resources;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.Runtime;

/**
 * Passes on to the allocator what the master decides, in that order, and its offers to the master.
 * Each allocator runs on a loop of its own. While there is none, nothing is offered; one that comes
 * is told all there is. Methods are called on the master's loop.
 */
public final class AllocatorHost implements AutoCloseable {
  private final Runtime runtime;
  private final EventLoop home;
  private final World world;
  private final OfferListener listener;
  private final Declines declines;
  private final Succession succession;
  private final AutoCloseable backlog;
  private volatile int waiting;

  /**
   * @param home the master's loop
   * @param listener is told of offers on the master's loop
   */
  public AllocatorHost(
      Runtime runtime,
      AllocatorOptions options,
      EventLoop home,
      AllocatorPlugins plugins,
      World world,
      OfferListener listener) {
    this.runtime = runtime;
    this.home = home;
    this.world = world;
    this.listener = listener;
    this.declines = new Declines(home.clock());
    this.succession =
        new Succession(runtime, home, options, plugins, this::everything, new Sinks());
    this.backlog = runtime.metrics().gauge("allocator/event_queue_dispatches", () -> waiting);
  }

  /** A plugin is there. */
  public void arrived(Candidate<AllocatorFactory> candidate) {
    succession.arrived(candidate);
  }

  /** A plugin goes. */
  public void left(Candidate<AllocatorFactory> candidate) {
    succession.left(candidate);
  }

  /** All plugins go. */
  public void removeAll() {
    succession.all().forEach(succession::left);
  }

  private List<Input> everything() {
    List<Input> inputs = new ArrayList<>(Replay.of(world.cluster(), world.whitelist()));
    inputs.addAll(declines.inputs());
    return inputs;
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
    succession
        .current()
        .filter(instance -> instance.generation == generation)
        .ifPresent(
            instance ->
                instance.tell(
                    new Input(
                        "recoverResources",
                        a -> a.recoverResources(framework, agent, resources, filters))));
  }

  /** Whether offers of this allocator may be made; if not, they are to be refused. */
  public boolean accepts(long generation) {
    return succession.current().filter(i -> i.generation == generation).isPresent();
  }

  /** See {@link Allocator#addFramework}. */
  public void addFramework(
      FrameworkID id, FrameworkInfo info, boolean active, FrameworkOptions options) {
    declines.roles(id, roles(info));
    post("addFramework", a -> a.addFramework(id, info, Map.of(), active, options));
  }

  /** See {@link Allocator#updateFramework}. */
  public void updateFramework(FrameworkID id, FrameworkInfo info, FrameworkOptions options) {
    declines.roles(id, roles(info));
    post("updateFramework", a -> a.updateFramework(id, info, options));
  }

  /** See {@link Allocator#removeFramework}. */
  public void removeFramework(FrameworkID id) {
    declines.forget(id);
    post("removeFramework", a -> a.removeFramework(id));
  }

  /** See {@link Allocator#activateFramework}. */
  public void activateFramework(FrameworkID id) {
    post("activateFramework", a -> a.activateFramework(id));
  }

  /** See {@link Allocator#deactivateFramework}. */
  public void deactivateFramework(FrameworkID id) {
    declines.drop(id);
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
    declines.drop(id);
    post("updateAgent", a -> a.updateAgent(id, info, capabilities, total));
  }

  /** See {@link Allocator#removeAgent}. */
  public void removeAgent(AgentID id) {
    declines.drop(id);
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

  /** See {@link Allocator#updateAllocation}. */
  public void updateAllocation(
      FrameworkID framework, AgentID agent, Resources before, Resources after) {
    post("updateAllocation", a -> a.updateAllocation(framework, agent, before, after));
  }

  /** See {@link Allocator#updateAvailable}. */
  public void updateAvailable(AgentID agent, Resources before, Resources after) {
    post("updateAvailable", a -> a.updateAvailable(agent, before, after));
  }

  /** See {@link Allocator#updateWhitelist}. */
  public void updateWhitelist(Optional<Set<String>> hostnames) {
    post("updateWhitelist", a -> a.updateWhitelist(hostnames));
  }

  /** See {@link Allocator#recoverResources}; nothing is told if there are none. */
  public void recoverResources(
      FrameworkID framework, AgentID agent, Resources resources, Optional<Filters> filters) {
    if (!resources.isEmpty()) {
      filters.ifPresent(f -> declines.add(framework, agent, resources, f));
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
    declines.drop(framework, roles);
    post("reviveOffers", a -> a.reviveOffers(framework, roles));
  }

  /** See {@link Allocator#updateWeights}. */
  public void updateWeights(Map<String, Double> weights) {
    post("updateWeights", a -> a.updateWeights(weights));
  }

  /** See {@link Allocator#updateQuotas}. */
  public void updateQuotas(Map<String, Quota> quotas) {
    post("updateQuotas", a -> a.updateQuotas(quotas));
  }

  /**
   * See {@link Allocator#obstacles}.
   *
   * @return completes on the master's loop; fails if there is no allocator, if it does not answer
   *     or if it cannot tell; the message is a sentence
   */
  public CompletionStage<Map<AgentID, Obstacle>> obstacles(FrameworkID framework, String role) {
    Instance asked = succession.current().orElse(null);
    if (asked == null) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("There is no allocator, so nothing is offered"));
    }
    String name = "The allocator " + asked.candidate.name();
    return asked
        .ask("obstacles", allocator -> allocator.obstacles(framework, role).map(Map::copyOf))
        .handle(
            (found, failure) -> {
              if (failure != null) {
                throw new IllegalStateException(
                    name + " does not answer: " + FailureText.brief(failure));
              }
              return found.orElseThrow(
                  () -> new IllegalStateException(name + " cannot tell why it offers nothing"));
            });
  }

  /** See {@link Allocator#pause}. */
  public void pause() {
    post("pause", Allocator::pause);
  }

  /** See {@link Allocator#resume}; put off while it is {@linkplain #hold held}. */
  public void resume() {
    if (!succession.held()) {
      post("resume", Allocator::resume);
    }
  }

  /** No allocator offers anything until {@link #release}, neither this one nor one that comes. */
  public void hold() {
    succession.held(true);
    pause();
  }

  /** Ends {@link #hold}. */
  public void release() {
    succession.held(false);
    resume();
  }

  /**
   * Makes the allocator anew and records it. Nothing is lost of what is on offer.
   *
   * @param file must not exist; its folder does
   * @param limit in bytes; the recording ends when it is reached
   * @return why not; empty if it begins
   */
  public Optional<String> record(Path file, long limit) {
    if (isRecorded()) {
      return Optional.of("A recording is being made: stop it first");
    }
    AllocationRecording recording =
        new AllocationRecording(
            file,
            limit,
            runtime.random().nextLong(),
            runtime.clock(),
            runtime.blocking("recording", 1, Runnable::run));
    return succession.renew(recording)
        ? Optional.empty()
        : Optional.of("There is no allocator, or another one is just being made");
  }

  private boolean isRecorded() {
    return succession.current().filter(Instance::isRecorded).isPresent()
        || succession.next().filter(Instance::isRecorded).isPresent();
  }

  /**
   * Ends the recording; the allocator goes on.
   *
   * @return false if there is none
   */
  public boolean stopRecording() {
    boolean recorded = isRecorded();
    succession.current().ifPresent(instance -> instance.stopRecording("it was stopped"));
    succession.next().ifPresent(instance -> instance.stopRecording("it was stopped"));
    return recorded;
  }

  private static Set<String> roles(FrameworkInfo info) {
    return new HashSet<>(FrameworkCheck.roleList(info));
  }

  private void post(String what, Consumer<Allocator> call) {
    Input input = new Input(what, call);
    succession.current().ifPresent(instance -> instance.tell(input));
    succession.next().ifPresent(instance -> instance.tellLater(input));
    backlogNow();
  }

  private void backlogNow() {
    waiting = succession.current().map(Instance::backlog).orElse(0);
  }

  /**
   * On the master's loop.
   *
   * @param heard how much the allocator knew when it offered
   */
  private void offered(
      Instance instance,
      long heard,
      FrameworkID framework,
      Map<String, Map<AgentID, Resources>> offers) {
    if (!accepts(instance.generation)) {
      return; // its successor was told of what counts
    }
    Map<String, Map<AgentID, Resources>> sound = sound(instance, heard, framework, offers);
    listener.offered(instance.generation, framework, sound);
    succession.next().ifPresent(next -> tellOfOffers(next, sound));
  }

  /** One that is being made learns what its predecessor has just given away. */
  private void tellOfOffers(Instance next, Map<String, Map<AgentID, Resources>> offers) {
    Set<AgentID> agents = new HashSet<>();
    offers.values().forEach(byAgent -> agents.addAll(byAgent.keySet()));
    Cluster cluster = world.cluster();
    Map<AgentID, List<Offered>> out =
        cluster.offers().stream()
            .filter(offer -> agents.contains(offer.agent()))
            .collect(Collectors.groupingBy(Offered::agent));
    for (AgentID id : agents) {
      Agent agent = cluster.agents().get(id);
      if (agent != null) {
        next.tellLater(Replay.again(agent, out.getOrDefault(id, List.of())));
        declines.inputs(id).ifPresent(next::tellLater);
      }
    }
  }

  /** Those offers that can be; the others go back to the allocator. */
  private Map<String, Map<AgentID, Resources>> sound(
      Instance instance,
      long heard,
      FrameworkID framework,
      Map<String, Map<AgentID, Resources>> offers) {
    Map<AgentID, Resources> taken = new HashMap<>();
    Map<String, Map<AgentID, Resources>> sound = new HashMap<>();
    offers.forEach(
        (role, byAgent) ->
            byAgent.forEach(
                (agent, resources) -> {
                  if (isSound(instance, heard, role, agent, resources, taken)) {
                    taken.merge(agent, resources.unallocated(), Resources::plus);
                    sound.computeIfAbsent(role, r -> new HashMap<>()).put(agent, resources);
                  } else {
                    refuse(instance.generation, framework, agent, resources, Optional.empty());
                  }
                }));
    return sound;
  }

  private boolean isSound(
      Instance instance,
      long heard,
      String role,
      AgentID id,
      Resources resources,
      Map<AgentID, Resources> taken) {
    if (!OfferCheck.areAllocatedTo(role, resources)) {
      instance.garbage("offers " + resources + " for the role '" + role + "'");
      return false;
    }
    Agent agent = world.cluster().agents().get(id);
    if (agent == null
        || OfferCheck.areFree(agent, taken.getOrDefault(id, Resources.empty()), resources)) {
      return true; // whether there is such an agent is the listener's business
    }
    if (heard == instance.told()) {
      instance.garbage(
          "offers " + resources + " of agent " + id.getValue() + ", which has not so much free");
    }
    return false;
  }

  @Override
  public void close() {
    succession.close();
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

  private final class Sinks implements Succession.OfferSinks {
    @Override
    public OfferSink of(Instance instance) {
      return new OfferSink() {
        @Override
        public void offer(FrameworkID framework, Map<String, Map<AgentID, Resources>> offers) {
          long heard = instance.heard();
          var copy = OfferCheck.copied(framework, offers);
          home.execute(
              () -> {
                if (copy.isPresent()) {
                  offered(instance, heard, framework, copy.get());
                } else {
                  instance.garbage("offers nothing that could be an offer");
                }
              });
        }

        @Override
        public void inverseOffer(FrameworkID framework, Map<AgentID, UnavailableResources> agents) {
          home.execute(
              () -> instance.garbage("makes inverse offers, but no agent will be unavailable"));
        }
      };
    }
  }
}
