package org.meseta.containerizer.checkpoint;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.meseta.containerizer.process.ProcessIdentity;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.plugin.isolator.ContainerConfig;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.resources.Resources;

/**
 * All that is kept of a container across restarts.
 *
 * @param config without the command's environment
 * @param isolators in the order in which they prepare
 * @param bootId boot of the host in which it was started
 * @param cgroup that holds its processes, if one does
 * @param supervisor once the command was let go
 * @param end once all is over
 */
public record Saved(
    ContainerID id,
    ContainerConfig config,
    List<Isolated> isolators,
    String bootId,
    Optional<Path> cgroup,
    Optional<ProcessIdentity> supervisor,
    Optional<Termination> end) {

  public Saved {
    isolators = List.copyOf(isolators);
  }

  /** The same, knowing what an isolator has prepared. */
  public Saved withPrepared(String isolator, ByteString state) {
    return with(new Isolated(isolator, Optional.of(state), false));
  }

  /** The same, knowing that an isolator has cleaned up. */
  public Saved withCleaned(String isolator) {
    return with(new Isolated(isolator, Optional.empty(), true));
  }

  private Saved with(Isolated one) {
    List<Isolated> now =
        isolators.stream().map(i -> i.name().equals(one.name()) ? one : i).toList();
    return new Saved(id, config, now, bootId, cgroup, supervisor, end);
  }

  /** The same, running. */
  public Saved withSupervisor(ProcessIdentity running) {
    return new Saved(id, config, isolators, bootId, cgroup, Optional.of(running), end);
  }

  /** The same with other resources. */
  public Saved withResources(Resources resources) {
    ContainerConfig now =
        new ContainerConfig(
            config.command(), config.sandbox(), config.user(), resources, config.container());
    return new Saved(id, now, isolators, bootId, cgroup, supervisor, end);
  }

  /** The same, over. */
  public Saved withEnd(Termination how) {
    return new Saved(id, config, isolators, bootId, cgroup, supervisor, Optional.of(how));
  }
}
