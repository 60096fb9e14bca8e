package org.meseta.agent.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.meseta.agent.state.Host;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.ResourceStatistics;
import org.meseta.runtime.MetricsRegistry;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The agent, as an OSGi service. All methods may be called from any thread and return at once; the
 * agent's loop decides.
 */
@ProviderType
public interface Agent {

  /** The newest snapshot; published after each batch of the loop. */
  Host host();

  /** Its flags as the operator gave them and with their defaults, by name. Secrets are left out. */
  Map<String, String> flags();

  /** Its figures. */
  MetricsRegistry metrics();

  /**
   * The agent can be reached at this port. To be called before the first {@link #masterConnected}
   * when the flag left the choice to the system.
   */
  void listensOn(int port);

  /** What each executor's container uses now; one whose figures cannot be had is left out. */
  CompletionStage<List<Usage>> usage();

  /**
   * Whether the authorizer lets the principal do this; completes on the agent's loop, or at once.
   */
  CompletionStage<Boolean> allows(Principal principal, Action action, String object);

  /** The link to the master is open: the handshake is done. The agent registers. */
  void masterConnected(MasterLink link, MasterInfo master);

  /** A message from the master. */
  void masterSent(MasterLink link, MasterMessage message);

  /**
   * A heartbeat of the master.
   *
   * @param registered whether the master holds the agent as registered; if it does not, and the
   *     agent thinks that it is, the agent registers again
   */
  void masterHeartbeat(MasterLink link, boolean registered);

  /** The link is gone. The agent goes on with its tasks and keeps its updates. */
  void masterDisconnected(MasterLink link, String reason);

  /** What an executor uses. */
  record Usage(
      FrameworkID framework,
      ExecutorInfo executor,
      ContainerID container,
      ContainerStatus status,
      ResourceStatistics statistics) {
    /** Its id. */
    public ExecutorID id() {
      return executor.getExecutorId();
    }
  }
}
