package org.meseta.shell;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.Offer;

/** {@code mesos:volume-destroy}. */
@Service
@Command(
    scope = "mesos",
    name = "volume-destroy",
    description = "Destroys a persistent volume and what is in it")
public final class VolumeDestroyCommand extends ResourcesCommand {

  @Argument(index = 2, name = "id", description = "Its id", required = true)
  @Nullable String id;

  @Override
  Offer.Operation operation(Holdings holdings, Principal principal) {
    return holdings.destroy(Present.of(id));
  }

  @Override
  String done() {
    return "Volume " + id + " of " + role + " is destroyed on agent " + agent + ".";
  }
}
