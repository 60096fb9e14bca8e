package org.meseta.plugin.containerizer;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.ResourceStatistics;
import org.meseta.resources.Resources;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Starts, watches and ends containers. The agent calls all methods from its loop; none may block.
 * Stages may complete on any thread.
 *
 * <p>A container lives on when the agent dies; the agent's next process finds it by {@link
 * #recover}.
 */
@ConsumerType
public interface Containerizer extends AutoCloseable {

  /**
   * Called once, before anything else. Containers that are not named here and still run are
   * orphans: they are destroyed.
   *
   * @param known the containers that the agent has checkpointed as launched
   * @return what was found, when every known container is either watched again or known to be over
   *     (in both cases {@link #wait} tells its end) and the orphans are on their way out
   */
  CompletionStage<Recovery> recover(Collection<ContainerID> known);

  /**
   * Starts a container.
   *
   * @return completes when the command runs; fails with {@link LaunchRefusedException} when this
   *     containerizer does not do such containers, and with anything else when it went wrong, after
   *     everything has been cleaned up
   */
  CompletionStage<Launched> launch(ContainerLaunch launch);

  /** The container's resources have changed. Fails for an unknown container. */
  CompletionStage<Void> update(ContainerID container, Resources resources);

  /** What the container uses now. Fails for an unknown container. */
  CompletionStage<ResourceStatistics> usage(ContainerID container);

  /** What schedulers may read about the container. Fails for an unknown container. */
  CompletionStage<ContainerStatus> status(ContainerID container);

  /**
   * Tells the end of a container: all its processes are gone and it is cleaned up. Fails for an
   * unknown container. The end of a container is remembered until {@link #forget}.
   */
  CompletionStage<Termination> wait(ContainerID container);

  /**
   * Sends a signal to every process of the container. After SIGTERM the end of the command does not
   * kill the others: the container is over when they have ended too, or by {@link #destroy}, which
   * the caller has to see to after some time.
   *
   * @param signal 1 to 64
   * @return false if there is no such container any more
   */
  CompletionStage<Boolean> signal(ContainerID container, int signal);

  /**
   * Kills every process of the container, whatever they do about it.
   *
   * @return completes when it is over, as {@link #wait} does; false if there was no such container
   */
  CompletionStage<Boolean> destroy(ContainerID container);

  /** The agent has durably noted the end of this container; it need not be remembered. */
  void forget(ContainerID container);

  /** The containers that are being launched or running. */
  Set<ContainerID> containers();

  /** No method is called after this. Containers live on. */
  @Override
  void close();

  /**
   * What {@link #recover} found.
   *
   * @param alive known containers that still run
   * @param lost known containers of which nothing can be said any more
   * @param orphans containers nobody asked for, being destroyed
   */
  record Recovery(Set<ContainerID> alive, Set<ContainerID> lost, Set<ContainerID> orphans) {}

  /**
   * A container that runs.
   *
   * @param pid of its first process, in the agent's pid namespace
   */
  record Launched(long pid) {}
}
