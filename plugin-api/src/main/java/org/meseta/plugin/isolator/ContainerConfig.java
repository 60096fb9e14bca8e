package org.meseta.plugin.isolator;

import java.nio.file.Path;
import java.util.Optional;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ContainerInfo;
import org.meseta.resources.Resources;

/**
 * A container that is to be launched, as isolators see it.
 *
 * @param command what will run
 * @param sandbox its folder on the host; exists already
 * @param user whose name it runs under; empty: the agent's own
 * @param resources what it may use
 * @param container what the framework asked for (image, volumes, networks)
 */
public record ContainerConfig(
    CommandInfo command,
    Path sandbox,
    Optional<String> user,
    Resources resources,
    Optional<ContainerInfo> container) {}
