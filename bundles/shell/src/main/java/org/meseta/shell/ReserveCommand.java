package org.meseta.shell;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.Offer;

/** {@code mesos:reserve}. */
@Service
@Command(
    scope = "mesos",
    name = "reserve",
    description = "Reserves resources of an agent for a role")
public final class ReserveCommand extends ResourcesCommand {

  @Argument(
      index = 2,
      name = "resources",
      description = "As 'cpus:1;disk:100', in quotes",
      required = true)
  @Nullable String resources;

  @Override
  Offer.Operation operation(Holdings holdings, Principal principal) {
    return holdings.reserve(Present.of(resources), principal.value());
  }

  @Override
  String done() {
    return resources + " of agent " + agent + " is reserved for " + role + ".";
  }
}
