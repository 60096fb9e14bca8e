package org.meseta.shell;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.Offer;

/** {@code mesos:volume-create}. */
@Service
@Command(
    scope = "mesos",
    name = "volume-create",
    description = "Makes a persistent volume of disk space that is reserved for a role")
public final class VolumeCreateCommand extends ResourcesCommand {

  @Argument(index = 2, name = "id", description = "Its id", required = true)
  @Nullable String id;

  @Argument(index = 3, name = "size", description = "In MiB", required = true)
  double size;

  @Argument(
      index = 4,
      name = "path",
      description = "Its name in the sandbox of a task",
      required = true)
  @Nullable String path;

  @Option(name = "--shared", description = "Several tasks may use it at once")
  boolean shared;

  @Override
  Offer.Operation operation(Holdings holdings, Principal principal) {
    return holdings.create(Present.of(id), size, Present.of(path), shared, principal.value());
  }

  @Override
  String done() {
    return "Volume " + id + " of " + role + " is made on agent " + agent + ".";
  }
}
