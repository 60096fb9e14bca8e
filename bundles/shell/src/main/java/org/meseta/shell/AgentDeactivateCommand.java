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

/** {@code mesos:agent-deactivate}. */
@Service
@Command(
    scope = "mesos",
    name = "agent-deactivate",
    description = "Has nothing of an agent offered any more; what runs there runs on")
public final class AgentDeactivateCommand extends MasterCommand {

  @Argument(name = "agent", description = "Its id", required = true)
  @Completion(AgentIds.class)
  @Nullable String agent;

  @Override
  CompletionStage<Outcome> ask(Master of, Principal principal) {
    return of.deactivate(principal, AgentID.newBuilder().setValue(Present.of(agent)).build());
  }

  @Override
  String done() {
    return "Nothing of agent " + agent + " is offered any more; what runs there runs on.";
  }
}
