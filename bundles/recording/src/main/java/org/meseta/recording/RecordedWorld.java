package org.meseta.recording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.recording.proto.AddAgent;
import org.meseta.recording.proto.Conversion;
import org.meseta.recording.proto.Input;
import org.meseta.recording.proto.Recovery;
import org.meseta.recording.proto.Roles;
import org.meseta.recording.proto.UpdateAgent;
import org.meseta.resources.Resources;

/** Who held what of which agent while a recording was made. */
final class RecordedWorld {
  private static final double USUAL_SECONDS = 5;

  private final Map<String, Machine> machines = new HashMap<>();

  private static final class Machine {
    final Map<String, Resources> held = new HashMap<>();
    final List<Refused> refused = new ArrayList<>();
    AgentInfo info = AgentInfo.getDefaultInstance();
    List<AgentInfo.Capability> capabilities = List.of();
    Resources total = Resources.empty();
    boolean active = true;
  }

  private record Refused(String framework, Resources resources, long until) {}

  void offered(Grants grants) {
    grants
        .all()
        .forEach(
            (key, resources) -> {
              Machine machine = machines.get(key.agent());
              if (machine != null) {
                machine.held.merge(key.framework(), resources, Resources::plus);
              }
            });
  }

  void told(Input input, long nanos) {
    switch (input.getWhatCase()) {
      case ADD_FRAMEWORK ->
          Telling.holdings(input.getAddFramework().getUsedList(), Telling::agent)
              .forEach((agent, some) -> hold(agent, input.getAddFramework().getId(), some));
      case REMOVE_FRAMEWORK -> forget(input.getRemoveFramework());
      case DEACTIVATE_FRAMEWORK -> forget(input.getDeactivateFramework());
      case ADD_AGENT -> add(input.getAddAgent());
      case UPDATE_AGENT -> update(input.getUpdateAgent());
      case REMOVE_AGENT -> machines.remove(input.getRemoveAgent());
      case ACTIVATE_AGENT -> machine(input.getActivateAgent()).active = true;
      case DEACTIVATE_AGENT -> machine(input.getDeactivateAgent()).active = false;
      case RECOVER -> recover(input.getRecover(), nanos);
      case FILTER -> refuse(input.getFilter(), nanos);
      case REVIVE -> revive(input.getRevive());
      case CONVERT_ALLOCATION, CONVERT_AVAILABLE ->
          convert(
              input.hasConvertAllocation()
                  ? input.getConvertAllocation()
                  : input.getConvertAvailable());
      default -> {
        // does not concern what is held
      }
    }
  }

  private Machine machine(String id) {
    return machines.getOrDefault(id, new Machine());
  }

  /** The agent may have come with the same news. */
  private void hold(AgentID agent, String framework, Resources resources) {
    machine(agent.getValue()).held.putIfAbsent(framework, resources);
  }

  private void forget(String framework) {
    machines
        .values()
        .forEach(machine -> machine.refused.removeIf(r -> r.framework().equals(framework)));
  }

  private void add(AddAgent add) {
    Machine machine = new Machine();
    machine.info = add.getInfo();
    machine.capabilities = add.getCapabilitiesList();
    machine.total = Resources.of(add.getTotalList());
    Telling.holdings(add.getUsedList(), id -> id).forEach(machine.held::put);
    machines.put(add.getId(), machine);
  }

  private void update(UpdateAgent update) {
    Machine machine = machine(update.getId());
    machine.info = update.getInfo();
    machine.capabilities = update.getCapabilitiesList();
    machine.total = Resources.of(update.getTotalList());
    machine.refused.clear();
  }

  private void recover(Recovery recovery, long nanos) {
    Resources back = Resources.of(recovery.getResourcesList());
    machine(recovery.getAgent())
        .held
        .computeIfPresent(recovery.getFramework(), (id, held) -> held.minus(back));
    if (recovery.hasFilters()) {
      refuse(recovery, nanos);
    }
  }

  private void refuse(Recovery recovery, long nanos) {
    double seconds = recovery.getFilters().getRefuseSeconds();
    long span = (long) ((seconds < 0 || Double.isNaN(seconds) ? USUAL_SECONDS : seconds) * 1e9);
    Machine machine = machine(recovery.getAgent());
    machine.refused.removeIf(refused -> refused.until() - nanos <= 0);
    machine.refused.add(
        new Refused(
            recovery.getFramework(),
            Resources.of(recovery.getResourcesList()),
            span > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : nanos + span));
  }

  private void revive(Roles roles) {
    Set<String> names = new HashSet<>(roles.getNamesList());
    machines
        .values()
        .forEach(
            machine ->
                machine.refused.removeIf(
                    r ->
                        r.framework().equals(roles.getFramework())
                            && names.containsAll(r.resources().allocationRoles())));
  }

  private void convert(Conversion conversion) {
    Machine machine = machine(conversion.getAgent());
    Resources before = Resources.of(conversion.getBeforeList());
    Resources after = Resources.of(conversion.getAfterList());
    machine.total = machine.total.minus(before.unallocated()).plus(after.unallocated());
    if (conversion.hasFramework()) {
      machine.held.merge(
          conversion.getFramework(), after, (held, more) -> held.minus(before).plus(more));
    }
  }

  /** Makes an allocator believe of an agent what was true then, whatever it has decided itself. */
  void correct(String id, Allocator allocator, long nanos) {
    Machine machine = machines.get(id);
    if (machine == null) {
      return;
    }
    AgentID agent = Telling.agent(id);
    Map<FrameworkID, Resources> used = new HashMap<>();
    machine.held.forEach(
        (framework, resources) -> {
          if (!resources.isEmpty()) {
            used.put(Telling.framework(framework), resources);
          }
        });
    allocator.removeAgent(agent);
    allocator.addAgent(agent, machine.info, machine.capabilities, machine.total, used);
    if (!machine.active) {
      allocator.deactivateAgent(agent);
    }
    machine.refused.removeIf(refused -> refused.until() - nanos <= 0);
    for (Refused refused : machine.refused) {
      Filters rest = Filters.newBuilder().setRefuseSeconds((refused.until() - nanos) / 1e9).build();
      allocator.addFilter(Telling.framework(refused.framework()), agent, refused.resources(), rest);
    }
  }
}
