package org.meseta.shell;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.Offer;

/** {@code mesos:unreserve}. */
@Service
@Command(
    scope = "mesos",
    name = "unreserve",
    description = "Ends the reservation of resources of an agent")
public final class UnreserveCommand extends ResourcesCommand {

  @Argument(
      index = 2,
      name = "resources",
      description = "As 'cpus:1;disk:100', in quotes",
      required = true)
  @Nullable String resources;

  @Override
  Offer.Operation operation(Holdings holdings, Principal principal) {
    return holdings.unreserve(Present.of(resources));
  }

  @Override
  String done() {
    return resources + " of agent " + agent + " is not reserved for " + role + " any more.";
  }
}
