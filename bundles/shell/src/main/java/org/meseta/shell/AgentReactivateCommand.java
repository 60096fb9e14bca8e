package org.meseta.shell;

import java.util.concurrent.CompletionStage;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Master;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.AgentID;

/** {@code mesos:agent-reactivate}. */
@Service
@Command(
    scope = "mesos",
    name = "agent-reactivate",
    description = "Has an agent offered again that was deactivated")
public final class AgentReactivateCommand extends MasterCommand {

  @Argument(name = "agent", description = "Its id", required = true)
  @Completion(AgentIds.class)
  @Nullable String agent;

  @Override
  CompletionStage<Outcome> ask(Master of, Principal principal) {
    return of.reactivate(principal, AgentID.newBuilder().setValue(Present.of(agent)).build());
  }

  @Override
  String done() {
    return "Agent " + agent + " is offered again.";
  }
}
