package org.meseta.plugin.containerizer;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerInfo;
import org.meseta.resources.Resources;

/**
 * A container to be started.
 *
 * @param id unique in the cluster
 * @param command what to run. {@code shell}: {@code value} is given to {@code /bin/sh -c}; else
 *     {@code value} is the program and {@code arguments} its argv, the first being its name
 * @param environment all of it: nothing is inherited from the agent; only isolators, and a
 *     containerizer that finds processes by it, add to it. Names may be any text without {@code =}
 *     and NUL
 * @param sandbox working directory; holds {@code stdout} and {@code stderr}. Exists, and belongs to
 *     {@code user}
 * @param user whose name it runs under; empty: the agent's own
 * @param resources what it may use
 * @param container image, volumes and networks that were asked for
 */
public record ContainerLaunch(
    ContainerID id,
    CommandInfo command,
    Map<String, String> environment,
    Path sandbox,
    Optional<String> user,
    Resources resources,
    Optional<ContainerInfo> container) {

  public ContainerLaunch {
    environment = Map.copyOf(environment);
  }
}
