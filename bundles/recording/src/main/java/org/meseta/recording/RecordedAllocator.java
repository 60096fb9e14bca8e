package org.meseta.recording;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Request;
import org.meseta.protocol.v1.Unavailability;
import org.meseta.protocol.v1.allocator.InverseOfferStatus;
import org.meseta.resources.Resources;

/** Writes down each call and passes it on. */
final class RecordedAllocator implements Allocator {
  private final Recorder recorder;
  private final Allocator allocator;

  RecordedAllocator(Recorder recorder, Allocator allocator) {
    this.recorder = recorder;
    this.allocator = allocator;
  }

  @Override
  public void addFramework(
      FrameworkID id,
      FrameworkInfo info,
      Map<AgentID, Resources> used,
      boolean active,
      FrameworkOptions options) {
    recorder.told(
        () -> Inputs.addFramework(id, info, used, active, options),
        () -> allocator.addFramework(id, info, used, active, options));
  }

  @Override
  public void updateFramework(FrameworkID id, FrameworkInfo info, FrameworkOptions options) {
    recorder.told(
        () -> Inputs.updateFramework(id, info, options),
        () -> allocator.updateFramework(id, info, options));
  }

  @Override
  public void removeFramework(FrameworkID id) {
    recorder.told(
        () -> Inputs.input().setRemoveFramework(id.getValue()),
        () -> allocator.removeFramework(id));
  }

  @Override
  public void activateFramework(FrameworkID id) {
    recorder.told(
        () -> Inputs.input().setActivateFramework(id.getValue()),
        () -> allocator.activateFramework(id));
  }

  @Override
  public void deactivateFramework(FrameworkID id) {
    recorder.told(
        () -> Inputs.input().setDeactivateFramework(id.getValue()),
        () -> allocator.deactivateFramework(id));
  }

  @Override
  public void addAgent(
      AgentID id,
      AgentInfo info,
      List<AgentInfo.Capability> capabilities,
      Resources total,
      Map<FrameworkID, Resources> used) {
    recorder.told(
        () -> Inputs.addAgent(id, info, capabilities, total, used),
        () -> allocator.addAgent(id, info, capabilities, total, used));
  }

  @Override
  public void updateAgent(
      AgentID id, AgentInfo info, List<AgentInfo.Capability> capabilities, Resources total) {
    recorder.told(
        () -> Inputs.updateAgent(id, info, capabilities, total),
        () -> allocator.updateAgent(id, info, capabilities, total));
  }

  @Override
  public void removeAgent(AgentID id) {
    recorder.told(
        () -> Inputs.input().setRemoveAgent(id.getValue()), () -> allocator.removeAgent(id));
  }

  @Override
  public void activateAgent(AgentID id) {
    recorder.told(
        () -> Inputs.input().setActivateAgent(id.getValue()), () -> allocator.activateAgent(id));
  }

  @Override
  public void deactivateAgent(AgentID id) {
    recorder.told(
        () -> Inputs.input().setDeactivateAgent(id.getValue()),
        () -> allocator.deactivateAgent(id));
  }

  @Override
  public void updateAllocation(
      FrameworkID framework, AgentID agent, Resources before, Resources after) {
    recorder.told(
        () -> Inputs.convertAllocation(framework, agent, before, after),
        () -> allocator.updateAllocation(framework, agent, before, after));
  }

  @Override
  public void updateAvailable(AgentID agent, Resources before, Resources after) {
    recorder.told(
        () -> Inputs.convertAvailable(agent, before, after),
        () -> allocator.updateAvailable(agent, before, after));
  }

  @Override
  public void updateUnavailability(AgentID agent, Optional<Unavailability> unavailability) {
    recorder.told(
        () -> Inputs.unavailable(agent, unavailability),
        () -> allocator.updateUnavailability(agent, unavailability));
  }

  @Override
  public void updateInverseOffer(
      AgentID agent,
      FrameworkID framework,
      Optional<InverseOfferStatus> answer,
      Optional<Filters> filters) {
    recorder.told(
        () -> Inputs.inverseAnswer(agent, framework, answer, filters),
        () -> allocator.updateInverseOffer(agent, framework, answer, filters));
  }

  /** A question, which changes nothing. */
  @Override
  public Map<AgentID, Map<FrameworkID, InverseOfferStatus>> inverseOfferStatuses() {
    return allocator.inverseOfferStatuses();
  }

  @Override
  public Optional<Map<AgentID, Obstacle>> obstacles(FrameworkID framework, String role) {
    return recorder.asked(
        () -> Inputs.question(framework, role), () -> allocator.obstacles(framework, role));
  }

  @Override
  public void updateWhitelist(Optional<Set<String>> hostnames) {
    recorder.told(() -> Inputs.whitelist(hostnames), () -> allocator.updateWhitelist(hostnames));
  }

  @Override
  public void recoverResources(
      FrameworkID framework, AgentID agent, Resources resources, Optional<Filters> filters) {
    recorder.told(
        () -> Inputs.recover(framework, agent, resources, filters),
        () -> allocator.recoverResources(framework, agent, resources, filters));
  }

  @Override
  public void addFilter(FrameworkID framework, AgentID agent, Resources refused, Filters filters) {
    recorder.told(
        () -> Inputs.filter(framework, agent, refused, filters),
        () -> allocator.addFilter(framework, agent, refused, filters));
  }

  @Override
  public void suppressOffers(FrameworkID framework, Set<String> roles) {
    recorder.told(
        () -> Inputs.input().setSuppress(Inputs.roles(framework, roles)),
        () -> allocator.suppressOffers(framework, roles));
  }

  @Override
  public void reviveOffers(FrameworkID framework, Set<String> roles) {
    recorder.told(
        () -> Inputs.input().setRevive(Inputs.roles(framework, roles)),
        () -> allocator.reviveOffers(framework, roles));
  }

  @Override
  public void requestResources(FrameworkID framework, List<Request> requests) {
    recorder.told(
        () -> Inputs.requests(framework, requests),
        () -> allocator.requestResources(framework, requests));
  }

  @Override
  public void updateWeights(Map<String, Double> weights) {
    recorder.told(() -> Inputs.weights(weights), () -> allocator.updateWeights(weights));
  }

  @Override
  public void updateQuotas(Map<String, Quota> quotas) {
    recorder.told(() -> Inputs.quotas(quotas), () -> allocator.updateQuotas(quotas));
  }

  @Override
  public void pause() {
    recorder.told(() -> Inputs.input().setPause(true), allocator::pause);
  }

  @Override
  public void resume() {
    recorder.told(() -> Inputs.input().setPause(false), allocator::resume);
  }

  @Override
  public void close() {
    allocator.close();
  }
}
