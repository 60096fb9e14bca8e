package org.meseta.testkit.allocator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.plugin.allocator.UnavailableResources;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.resources.Resources;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.ManualTime;

/**
 * An allocator on virtual time, told what a test wants it to be told. Each method here lets it do
 * all it wants to do at this moment; time passes only in {@link #rounds} and {@link #advance}.
 */
public final class AllocatorBench {

  private final ManualTime time;
  private final EventLoop loop;
  private final List<Offer> offers = new ArrayList<>();
  private final List<InverseOffer> inverse = new ArrayList<>();
  private final List<FrameworkID> calls = new ArrayList<>();
  private final AllocatorOptions options;
  private final Allocator allocator;

  /**
   * @param seed of all randomness
   */
  public AllocatorBench(AllocatorFactory factory, AllocatorOptions options, long seed) {
    this.options = options;
    this.time = new ManualTime(seed);
    this.loop = time.loop("allocator");
    this.allocator =
        factory.create(new BenchContext(time, loop, options, this::offered, this::asked));
  }

  private void offered(FrameworkID framework, Map<String, Map<AgentID, Resources>> offered) {
    calls.add(framework);
    offered.forEach(
        (role, byAgent) ->
            byAgent.forEach(
                (agent, resources) -> offers.add(new Offer(framework, role, agent, resources))));
  }

  private void asked(FrameworkID framework, Map<AgentID, UnavailableResources> agents) {
    agents.forEach((agent, what) -> inverse.add(new InverseOffer(framework, agent, what)));
  }

  /** What frameworks were asked to do without since this was last asked. */
  public List<InverseOffer> inverseOffers() {
    List<InverseOffer> taken = List.copyOf(inverse);
    inverse.clear();
    return taken;
  }

  /** Tells the allocator several things at once. */
  public void tell(Consumer<Allocator> news) {
    loop.execute(() -> news.accept(allocator));
    time.run();
  }

  /** An active framework with several roles is here. */
  public FrameworkID framework(String name, String... roles) {
    return framework(name, Given.multiRole(roles).build());
  }

  /** An active framework is here. */
  public FrameworkID framework(String name, FrameworkInfo info) {
    FrameworkID id = id(name);
    tell(allocator -> allocator.addFramework(id, info, Map.of(), true, FrameworkOptions.NONE));
    return id;
  }

  /** The id of a framework. */
  public static FrameworkID id(String framework) {
    return FrameworkID.newBuilder().setValue(framework).build();
  }

  /** The id of an agent. */
  public static AgentID agentId(String agent) {
    return AgentID.newBuilder().setValue(agent).build();
  }

  /** An agent is here, on a host of the same name, with all it has free. */
  public AgentID agent(String name, String resources) {
    return agent(name, Given.resources(resources), Map.of());
  }

  /** An agent is here, on a host of the same name. */
  public AgentID agent(String name, Resources total, Map<FrameworkID, Resources> used) {
    AgentID id = agentId(name);
    tell(
        allocator -> allocator.addAgent(id, Given.agentInfo(name), Given.abilities(), total, used));
    return id;
  }

  /** An agent is here, on a host of the same name in a region, with all it has free. */
  public AgentID agentIn(String region, String name, String resources) {
    AgentID id = agentId(name);
    Resources total = Given.resources(resources);
    tell(
        allocator ->
            allocator.addAgent(
                id, Given.agentInfo(name, region), Given.abilities(), total, Map.of()));
    return id;
  }

  /** The framework declines the whole offer. */
  public void decline(Offer offer, double seconds) {
    recover(offer, offer.resources(), Optional.of(filters(seconds)));
  }

  /** The offer is rescinded, or what was launched with it is over. */
  public void recover(Offer offer) {
    recover(offer, offer.resources(), Optional.empty());
  }

  /** A part of the offer comes back. */
  public void recover(Offer offer, Resources part, Optional<Filters> filters) {
    tell(a -> a.recoverResources(offer.framework(), offer.agent(), part, filters));
  }

  /** Filters with a number of seconds. */
  public static Filters filters(double seconds) {
    return Filters.newBuilder().setRefuseSeconds(seconds).build();
  }

  /** Lets the time of some rounds over all agents pass. */
  public void rounds(int count) {
    time.advance(options.allocationInterval().multipliedBy(count));
  }

  /** Lets time pass. */
  public void advance(Duration span) {
    time.advance(span);
  }

  /** What was offered since this was last asked. */
  public List<Offer> offers() {
    List<Offer> taken = List.copyOf(offers);
    offers.clear();
    calls.clear();
    return taken;
  }

  /** The only thing that was offered since this was last asked. */
  public Offer offer() {
    List<Offer> taken = offers();
    if (taken.size() != 1) {
      throw new AssertionError("expected one offer, but there were " + taken);
    }
    return taken.get(0);
  }

  /** To whom offers were made since offers were last asked for, call by call. */
  public List<FrameworkID> calls() {
    return List.copyOf(calls);
  }

  /** What stands between a framework and agents. */
  public Map<AgentID, Obstacle> obstacles(FrameworkID framework, String role) {
    Map<AgentID, Obstacle> found = new HashMap<>();
    tell(allocator -> found.putAll(allocator.obstacles(framework, role).orElseThrow()));
    return found;
  }

  /** What the allocator shows. */
  public Map<String, Double> figures() {
    return time.metrics().snapshot();
  }

  /** The time on which the allocator runs. */
  public ManualTime time() {
    return time;
  }

  /** What went wrong inside; nothing should. */
  List<Throwable> failures() {
    return time.failures();
  }
}
