package org.meseta.master.loop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Request;
import org.meseta.resources.Resources;

/** Offers all that is free of an agent to any framework that will have it. */
class GreedyAllocator implements Allocator {
  final AllocatorContext context;
  private final Map<AgentID, Resources> totals = new HashMap<>();
  final Map<AgentID, Resources> free = new LinkedHashMap<>();
  final Map<FrameworkID, FrameworkInfo> frameworks = new LinkedHashMap<>();
  final Set<FrameworkID> inactive = new LinkedHashSet<>();
  final Set<FrameworkID> suppressed = new LinkedHashSet<>();
  final Set<AgentID> lost = new LinkedHashSet<>();
  final Map<String, Instant> filters = new HashMap<>();
  final Map<FrameworkID, List<Request>> requests = new HashMap<>();
  Optional<Set<String>> whitelist = Optional.empty();
  final Map<String, Double> weights = new HashMap<>();
  final Map<String, Quota> quotas = new HashMap<>();
  boolean paused;
  boolean closed;

  GreedyAllocator(AllocatorContext context) {
    this.context = context;
    cycle();
  }

  private void cycle() {
    if (!closed) {
      free.keySet().forEach(this::offer);
      context.timers().schedule(context.options().allocationInterval(), this::cycle);
    }
  }

  private void offer(AgentID agent) {
    Resources there = free.get(agent);
    if (paused || there == null || there.isEmpty() || lost.contains(agent)) {
      return;
    }
    List<Map.Entry<FrameworkID, FrameworkInfo>> entries = new ArrayList<>(frameworks.entrySet());
    if (entries.size() > 1) {
      Collections.rotate(entries, context.random().nextInt(entries.size()));
    }
    for (Map.Entry<FrameworkID, FrameworkInfo> entry : entries) {
      FrameworkID id = entry.getKey();
      if (!inactive.contains(id) && !suppressed.contains(id) && !isFiltered(id, agent)) {
        String role = role(entry.getValue());
        free.put(agent, Resources.empty());
        context.offer(id, Map.of(role, Map.of(agent, there.allocatedTo(role))));
        return;
      }
    }
  }

  @SuppressWarnings("deprecation")
  private static String role(FrameworkInfo info) {
    return info.getRolesCount() > 0 ? info.getRoles(0) : info.getRole();
  }

  private boolean isFiltered(FrameworkID framework, AgentID agent) {
    Instant until = filters.get(framework.getValue() + agent.getValue());
    return until != null && context.clock().now().isBefore(until);
  }

  @Override
  public void addFramework(
      FrameworkID id,
      FrameworkInfo info,
      Map<AgentID, Resources> used,
      boolean active,
      FrameworkOptions options) {
    frameworks.put(id, info);
    if (!active) {
      inactive.add(id);
    }
    updateFramework(id, info, options);
  }

  @Override
  public void updateFramework(FrameworkID id, FrameworkInfo info, FrameworkOptions options) {
    frameworks.put(id, info);
    if (options.suppressedRoles().isEmpty()) {
      suppressed.remove(id);
    } else {
      suppressed.add(id);
    }
  }

  @Override
  public void removeFramework(FrameworkID id) {
    frameworks.remove(id);
  }

  @Override
  public void activateFramework(FrameworkID id) {
    inactive.remove(id);
  }

  @Override
  public void deactivateFramework(FrameworkID id) {
    inactive.add(id);
  }

  @Override
  public void addAgent(
      AgentID id,
      AgentInfo info,
      List<AgentInfo.Capability> capabilities,
      Resources total,
      Map<FrameworkID, Resources> used) {
    Resources left = total;
    for (Resources taken : used.values()) {
      left = left.minus(taken.unallocated());
    }
    free.put(id, left);
    totals.put(id, total);
  }

  @Override
  public void updateAgent(
      AgentID id, AgentInfo info, List<AgentInfo.Capability> capabilities, Resources total) {
    Resources before = Objects.requireNonNull(totals.put(id, total));
    free.computeIfPresent(
        id, (key, there) -> there.minus(before.minus(total)).plus(total.minus(before)));
  }

  @Override
  public void removeAgent(AgentID id) {
    free.remove(id);
    lost.remove(id);
  }

  @Override
  public void activateAgent(AgentID id) {
    lost.remove(id);
  }

  @Override
  public void deactivateAgent(AgentID id) {
    lost.add(id);
  }

  @Override
  public void updateAllocation(
      FrameworkID framework, AgentID agent, Resources before, Resources after) {
    convert(agent, before.unallocated(), after.unallocated());
  }

  private void convert(AgentID agent, Resources before, Resources after) {
    totals.computeIfPresent(agent, (id, total) -> total.minus(before).plus(after).withSharedOnce());
  }

  @Override
  public void updateAvailable(AgentID agent, Resources before, Resources after) {
    convert(agent, before, after);
    free.computeIfPresent(agent, (id, there) -> there.minus(before).plus(after));
  }

  @Override
  public void updateWhitelist(Optional<Set<String>> hostnames) {
    whitelist = hostnames;
  }

  @Override
  public void recoverResources(
      FrameworkID framework, AgentID agent, Resources resources, Optional<Filters> refused) {
    free.computeIfPresent(
        agent, (id, there) -> there.plus(resources.unallocated()).withSharedOnce());
    refused.ifPresent(
        f ->
            filters.put(
                framework.getValue() + agent.getValue(),
                context.clock().now().plusMillis((long) (f.getRefuseSeconds() * 1000))));
  }

  @Override
  public void requestResources(FrameworkID framework, List<Request> wanted) {
    requests.put(framework, wanted);
  }

  @Override
  public void suppressOffers(FrameworkID framework, Set<String> roles) {
    suppressed.add(framework);
  }

  @Override
  public void reviveOffers(FrameworkID framework, Set<String> roles) {
    suppressed.remove(framework);
    filters.keySet().removeIf(key -> key.startsWith(framework.getValue()));
  }

  @Override
  public void updateWeights(Map<String, Double> changed) {
    weights.putAll(changed);
  }

  @Override
  public void updateQuotas(Map<String, Quota> changed) {
    quotas.putAll(changed);
    quotas.values().removeIf(Quota.NONE::equals);
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
  }

  @Override
  public void close() {
    closed = true;
  }
}
