package org.meseta.master.calls;

import java.time.Instant;
import java.util.function.Consumer;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.AgentID;

/** An operator says that an agent is gone for good: it must not come back, nor must its tasks. */
final class MarkGone {
  /** What the agent is told, now or when it tries to return. */
  static final String REASON = "Agent has been marked gone";

  private final Desk desk;
  private final AgentTransitions transitions;
  private final AgentDesk agents;

  MarkGone(Desk desk, AgentDesk agents) {
    this.desk = desk;
    this.agents = agents;
    this.transitions = agents.transitions();
  }

  /**
   * @param answer is told what became of it, once that is true
   */
  void handle(Principal caller, AgentID id, Consumer<Outcome> answer) {
    if (desk.authority().allows(caller, Action.MARK_AGENT_GONE, "")) {
      transitions.whenSettled(id, () -> settled(id, answer));
    } else {
      answer.accept(Outcome.forbidden("Not authorized to mark agents gone"));
    }
  }

  private void settled(AgentID id, Consumer<Outcome> answer) {
    if (desk.ledger().isGone(id)) {
      answer.accept(Outcome.ACCEPTED);
    } else if (!agents.isKnown(id)) {
      String why = "Agent '" + id.getValue() + "' is not known";
      answer.accept(new Outcome.Refused(Outcome.Kind.NOT_FOUND, why));
    } else {
      begin(id, answer);
    }
  }

  private void begin(AgentID id, Consumer<Outcome> answer) {
    Instant since = desk.now();
    transitions.begin(id);
    desk.after(
        desk.registry().markGone(id, since),
        () -> {
          agents.gone(id, since);
          answer.accept(Outcome.ACCEPTED);
          transitions.end(id);
        });
  }
}
