package org.meseta.master.calls;

import java.util.function.Consumer;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.AgentID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operator has nothing of an agent offered any more, for maintenance of its host, or has it
 * offered again. What runs there runs on.
 */
final class Deactivation {
  private static final Logger LOG = LoggerFactory.getLogger(Deactivation.class);

  private final Desk desk;
  private final AgentDesk agents;

  Deactivation(Desk desk, AgentDesk agents) {
    this.desk = desk;
    this.agents = agents;
  }

  /**
   * @param answer is told what became of it, once that is true
   */
  void deactivate(Principal caller, AgentID id, Consumer<Outcome> answer) {
    if (desk.authority().allows(caller, Action.DEACTIVATE_AGENT, "")) {
      agents.transitions().whenSettled(id, () -> set(id, true, answer));
    } else {
      answer.accept(Outcome.forbidden("Not authorized to deactivate agents"));
    }
  }

  /**
   * @param answer is told what became of it, once that is true
   */
  void reactivate(Principal caller, AgentID id, Consumer<Outcome> answer) {
    if (desk.authority().allows(caller, Action.REACTIVATE_AGENT, "")) {
      agents.transitions().whenSettled(id, () -> set(id, false, answer));
    } else {
      answer.accept(Outcome.forbidden("Not authorized to reactivate agents"));
    }
  }

  private void set(AgentID id, boolean deactivated, Consumer<Outcome> answer) {
    if (!agents.isKnown(id)) {
      String why = "Agent '" + id.getValue() + "' is not known";
      answer.accept(new Outcome.Refused(Outcome.Kind.NOT_FOUND, why));
    } else if (desk.ledger().isDeactivated(id) == deactivated) {
      answer.accept(Outcome.ACCEPTED);
    } else {
      agents.transitions().begin(id);
      desk.after(
          deactivated ? desk.registry().deactivate(id) : desk.registry().reactivate(id),
          () -> {
            LOG.info("Agent {} is {}", id.getValue(), deactivated ? "deactivated" : "reactivated");
            agents.setDeactivated(id, deactivated);
            answer.accept(Outcome.ACCEPTED);
            agents.transitions().end(id);
          });
    }
  }
}
