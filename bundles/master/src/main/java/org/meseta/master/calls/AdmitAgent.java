package org.meseta.master.calls;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meseta.master.agents.Admission;
import org.meseta.master.agents.Inventory;
import org.meseta.master.api.AgentLink;
import org.meseta.master.calls.AgentDeparture.Removal;
import org.meseta.master.registry.Registry;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Table;
import org.meseta.plugin.authorizer.Action;
import org.meseta.protocol.link.AgentRegistered;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.RegisterAgent;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.resources.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A new agent asks to be admitted. */
public final class AdmitAgent {
  private static final Logger LOG = LoggerFactory.getLogger(AdmitAgent.class);

  private final Desk desk;
  private final AgentDesk agents;
  private final OperationDesk operations;
  private final Map<String, AgentID> registrations = new HashMap<>();
  private final Set<String> admitting = new HashSet<>();

  public AdmitAgent(Desk desk, AgentDesk agents, OperationDesk operations) {
    this.desk = desk;
    this.agents = agents;
    this.operations = operations;
  }

  public void handle(AgentLink link, RegisterAgent message) {
    desk.counters().count("messages_register_slave");
    if (!admitting.add(message.getRegistrationId())) {
      return;
    }
    AgentID known = registrations.get(message.getRegistrationId());
    if (known == null) {
      admit(link, message);
    } else {
      agents.transitions().whenSettled(known, () -> again(link, message, known));
    }
  }

  /** The answer was lost, or the agent was removed meanwhile and does not know. */
  private void again(AgentLink link, RegisterAgent message, AgentID known) {
    if (desk.ledger().agent(known) == null) {
      admit(link, message);
      return;
    }
    admitting.remove(message.getRegistrationId());
    if (desk.peers().isOpen(link)) {
      agents.connect(known, link);
      answer(link, known, message.getRegistrationId());
      desk.ledger().pendingOperations(known).forEach(operations::send);
    }
  }

  private void admit(AgentLink link, RegisterAgent message) {
    Optional<String> reason =
        refusal(link, message.getAgent(), message.getVersion())
            .or(() -> Inventory.invalid(message.getTotalList()));
    if (reason.isPresent()) {
      LOG.warn("Agent at {} is not admitted: {}", link.description(), reason.get());
      admitting.remove(message.getRegistrationId());
      desk.peers().close(link, reason.get());
      return;
    }
    removePredecessor(link, message.getAgent());
    AgentInfo info = message.getAgent().toBuilder().setId(desk.ids().agent()).build();
    desk.after(desk.registry().admit(info), () -> admitted(link, message, info));
  }

  Optional<String> refusal(AgentLink link, AgentInfo info, String version) {
    if (!desk.authority().allows(link.principal(), Action.REGISTER_AGENT, name(link))) {
      return Optional.of("Not authorized to register as agent");
    }
    if (info.getSerializedSize() > Registry.LARGEST_AGENT) {
      return Optional.of(
          "Agent describes itself in "
              + info.getSerializedSize()
              + " bytes, more than "
              + Registry.LARGEST_AGENT);
    }
    return Admission.invalid(
        info, version, desk.master().hasDomain(), desk.flags().requireAgentDomain());
  }

  private static String name(AgentLink link) {
    return link.principal().value().orElse("");
  }

  /** Where a new agent sits, one that is gone will not come back to. */
  private void removePredecessor(AgentLink link, AgentInfo info) {
    desk.ledger().agents().values().stream()
        .filter(agent -> !agent.connected())
        .filter(agent -> Admission.isSameAddress(agent, info, link.ip()))
        .forEach(agent -> agents.remove(agent.id(), Removal.REGISTERED));
  }

  private void admitted(AgentLink link, RegisterAgent message, AgentInfo info) {
    admitting.remove(message.getRegistrationId());
    registrations.values().removeIf(id -> desk.ledger().agent(id) == null);
    registrations.put(message.getRegistrationId(), info.getId());
    add(link, message, info);
    desk.allocator()
        .addAgent(
            info.getId(),
            info,
            message.getCapabilitiesList(),
            Inventory.total(info, message.getTotalList()),
            Map.of());
    desk.counters().count("slave_registrations");
    LOG.info(
        "Agent {} at {} registered with {}",
        info.getId().getValue(),
        link.description(),
        Inventory.total(info, message.getTotalList()));
    if (desk.peers().isOpen(link)) {
      desk.peers().connect(info.getId(), link);
      answer(link, info.getId(), message.getRegistrationId());
    } else {
      agents.disconnect(info.getId(), link.silence());
    }
  }

  private void add(AgentLink link, RegisterAgent message, AgentInfo info) {
    desk.ledger()
        .put(
            new Agent(
                info.getId(),
                info,
                link.ip(),
                message.getVersion(),
                message.getCapabilitiesList(),
                true,
                false,
                desk.now(),
                Optional.empty(),
                Inventory.total(info, message.getTotalList()),
                Table.empty(),
                Resources.empty(),
                Table.empty()));
  }

  private void answer(AgentLink link, AgentID id, String registration) {
    desk.peers()
        .toLink(
            link,
            MasterMessage.newBuilder()
                .setRegistered(
                    AgentRegistered.newBuilder().setAgentId(id).setRegistrationId(registration)));
    desk.peers().registered(link);
  }
}
