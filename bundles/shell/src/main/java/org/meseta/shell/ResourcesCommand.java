package org.meseta.shell;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Master;
import org.meseta.master.api.Outcome;
import org.meseta.master.state.Agent;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Offer;

/** A command that converts resources of an agent. */
abstract class ResourcesCommand extends MasterCommand {

  @Argument(index = 0, name = "agent", description = "The agent's id", required = true)
  @Completion(AgentIds.class)
  @Nullable String agent;

  @Argument(index = 1, name = "role", description = "Whose they are", required = true)
  @Nullable String role;

  @Override
  final CompletionStage<Outcome> ask(Master of, Principal principal) {
    AgentID id = AgentID.newBuilder().setValue(Present.of(agent)).build();
    Agent there = of.cluster().agents().get(id);
    if (there == null) {
      return CompletableFuture.completedFuture(Outcome.invalid("No agent has the id " + agent));
    }
    Holdings holdings = new Holdings(there.total(), Present.of(role));
    return of.operate(principal, id, operation(holdings, principal));
  }

  /**
   * What is to be done.
   *
   * @throws IllegalArgumentException if that cannot be; the message says why
   */
  abstract Offer.Operation operation(Holdings holdings, Principal principal);
}
