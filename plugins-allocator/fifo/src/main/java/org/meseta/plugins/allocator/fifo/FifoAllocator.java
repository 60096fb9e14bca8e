package org.meseta.plugins.allocator.fifo;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meseta.plugin.Timers.Timer;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.resources.Resources;

/** In each round, every agent goes to the first framework that wants it. */
final class FifoAllocator implements Allocator {
  private final AllocatorContext context;
  private final int agentsAtOnce;
  private final Map<FrameworkID, Client> clients = new LinkedHashMap<>();
  private final Map<AgentID, Machine> machines = new LinkedHashMap<>();
  private Optional<Set<String>> whitelist = Optional.empty();
  private Timer next;
  private boolean paused;

  FifoAllocator(AllocatorContext context, int agentsAtOnce) {
    this.context = context;
    this.agentsAtOnce = agentsAtOnce;
    this.next = context.timers().schedule(Duration.ZERO, this::round);
  }

  private void round() {
    next = context.timers().schedule(context.options().allocationInterval(), this::round);
    if (!paused) {
      clients.forEach(this::serve);
    }
  }

  private void roundSoon() {
    next.cancel();
    next = context.timers().schedule(Duration.ZERO, this::round);
  }

  private void serve(FrameworkID framework, Client client) {
    Map<String, Map<AgentID, Resources>> offers = new HashMap<>();
    int count = 0;
    for (Map.Entry<AgentID, Machine> each : machines.entrySet()) {
      Machine machine = each.getValue();
      for (String role :
          count < agentsAtOnce && mayBeOffered(machine) ? client.roles : List.<String>of()) {
        Resources free = machine.free().allocatableTo(role).allocatedTo(role);
        if (isWorthIt(free)
            && client.takes(machine.info, context.options())
            && client.filter.allows(role, machine.info)
            && client.wants(each.getKey(), role, context.clock().nanoTime())) {
          machine.held.merge(framework, free, Resources::plus);
          offers.computeIfAbsent(role, r -> new HashMap<>()).put(each.getKey(), free);
          count++;
        }
      }
    }
    if (count > 0) {
      context.offer(framework, offers);
    }
  }

  private boolean mayBeOffered(Machine machine) {
    return machine.active
        && whitelist.map(hosts -> hosts.contains(machine.info.getHostname())).orElse(true);
  }

  private boolean isWorthIt(Resources free) {
    var least = context.options().minAllocatableResources();
    return !free.isEmpty()
        && (least.isEmpty() || least.stream().anyMatch(free.quantities()::contains));
  }

  @Override
  public void addFramework(
      FrameworkID id,
      FrameworkInfo info,
      Map<AgentID, Resources> used,
      boolean active,
      FrameworkOptions options) {
    clients.put(id, new Client());
    client(id).active = active;
    used.forEach((agent, some) -> machine(agent).held.putIfAbsent(id, some));
    updateFramework(id, info, options);
  }

  @Override
  public void updateFramework(FrameworkID id, FrameworkInfo info, FrameworkOptions options) {
    client(id).update(info, options);
    roundSoon();
  }

  @Override
  public void removeFramework(FrameworkID id) {
    clients.remove(id);
  }

  @Override
  public void activateFramework(FrameworkID id) {
    client(id).active = true;
    roundSoon();
  }

  @Override
  public void deactivateFramework(FrameworkID id) {
    client(id).active = false;
    client(id).refusals.clear();
  }

  @Override
  public void addAgent(
      AgentID id,
      AgentInfo info,
      List<AgentInfo.Capability> capabilities,
      Resources total,
      Map<FrameworkID, Resources> used) {
    machines.put(id, new Machine(info, total, used));
    roundSoon();
  }

  @Override
  public void updateAgent(
      AgentID id, AgentInfo info, List<AgentInfo.Capability> capabilities, Resources total) {
    machine(id).info = info;
    machine(id).total = total;
    clients.values().forEach(client -> client.refusals.remove(id));
    roundSoon();
  }

  @Override
  public void removeAgent(AgentID id) {
    machines.remove(id);
    clients.values().forEach(client -> client.refusals.remove(id));
  }

  @Override
  public void activateAgent(AgentID id) {
    machine(id).active = true;
  }

  @Override
  public void deactivateAgent(AgentID id) {
    machine(id).active = false;
  }

  @Override
  public void updateAllocation(
      FrameworkID framework, AgentID agent, Resources before, Resources after) {
    machine(agent).release(framework, before);
    machine(agent).convert(before.unallocated(), after.unallocated());
    machine(agent).held.merge(framework, after, Resources::plus);
  }

  @Override
  public void updateAvailable(AgentID agent, Resources before, Resources after) {
    machine(agent).convert(before, after);
    roundSoon();
  }

  @Override
  public void updateWhitelist(Optional<Set<String>> hostnames) {
    whitelist = hostnames;
  }

  @Override
  public void recoverResources(
      FrameworkID framework, AgentID agent, Resources resources, Optional<Filters> filters) {
    machine(agent).release(framework, resources);
    filters.ifPresent(some -> addFilter(framework, agent, resources, some));
  }

  @Override
  public void addFilter(FrameworkID framework, AgentID agent, Resources refused, Filters filters) {
    long until = context.clock().nanoTime() + (long) (filters.getRefuseSeconds() * 1e9);
    var byRole = client(framework).refusals.computeIfAbsent(agent, a -> new HashMap<>());
    refused.allocationRoles().forEach(role -> byRole.merge(role, until, Math::max));
  }

  @Override
  public void suppressOffers(FrameworkID framework, Set<String> roles) {
    client(framework).suppressed.addAll(roles);
  }

  @Override
  public void reviveOffers(FrameworkID framework, Set<String> roles) {
    client(framework).suppressed.removeAll(roles);
    client(framework).refusals.values().forEach(byRole -> byRole.keySet().removeAll(roles));
    roundSoon();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    roundSoon();
  }

  @Override
  public void close() {
    next.cancel();
  }

  /** News of one that is gone already changes nothing. */
  private Client client(FrameworkID id) {
    return clients.getOrDefault(id, new Client());
  }

  private Machine machine(AgentID id) {
    return machines.getOrDefault(
        id, new Machine(AgentInfo.getDefaultInstance(), Resources.empty(), Map.of()));
  }
}
