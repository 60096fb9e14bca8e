package org.meseta.master.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.meseta.master.state.Cluster;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.WeightInfo;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.runtime.MetricsRegistry;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The master, as an OSGi service. All methods may be called from any thread and return at once; the
 * master's loop decides.
 */
@ProviderType
public interface Master {

  /** The newest snapshot; published after each batch of the loop. */
  Cluster cluster();

  /** Its flags as the operator gave them and with their defaults, by name. Secrets are left out. */
  Map<String, String> flags();

  /** Its figures. */
  MetricsRegistry metrics();

  /**
   * The edge listens on this port. It is the one that others are told, unless the flags name
   * another; until then they are told the one of the flags, which may be 0.
   *
   * @return completes when the snapshot has it, with what others are told from then on
   */
  CompletionStage<MasterInfo> listensOn(int port);

  /**
   * A scheduler subscribes. The call has been checked for form: it is a SUBSCRIBE with a framework
   * info. The edge has sent the headers of its answer already: what the master has to refuse for
   * other reasons it sends as an ERROR event, and closes the stream.
   */
  void subscribe(Principal principal, Call call, SchedulerStream stream);

  /** The stream of a subscription has ended, by whichever side. */
  void unsubscribed(SchedulerStream stream);

  /**
   * Any other call of a scheduler, checked for form.
   *
   * @param streamId of the header {@code Mesos-Stream-Id}; empty text if there was none
   */
  CompletionStage<Outcome> call(Principal principal, String streamId, Call call);

  /** Ends a framework and all its tasks. */
  CompletionStage<Outcome> teardown(Principal principal, FrameworkID framework);

  /**
   * Kills a task of a framework on an operator's behalf.
   *
   * @return refused with NOT_FOUND if the framework has no such task
   */
  CompletionStage<Outcome> kill(Principal principal, FrameworkID framework, TaskID task);

  /**
   * Marks an agent as gone for good: it is told to end, it may not come back, and its tasks are
   * over.
   *
   * @return completes when that is so; refused with NOT_FOUND if no such agent is registered or
   *     unreachable
   */
  CompletionStage<Outcome> markGone(Principal principal, AgentID agent);

  /**
   * Has nothing of an agent offered any more, also when it comes back or another master takes over.
   * Offers are rescinded; what runs there runs on.
   *
   * @return completes when that is so; refused with NOT_FOUND if no such agent is registered or may
   *     come back
   */
  CompletionStage<Outcome> deactivate(Principal principal, AgentID agent);

  /**
   * Ends {@link #deactivate}.
   *
   * @return as there
   */
  CompletionStage<Outcome> reactivate(Principal principal, AgentID agent);

  /**
   * Sets weights of roles; others keep theirs.
   *
   * @return completes when they are written down and count
   */
  CompletionStage<Outcome> updateWeights(Principal principal, List<WeightInfo> weights);

  /**
   * Sets quotas of roles, all of them or none; others keep theirs. One without guarantees and
   * limits ends a quota.
   *
   * @param force even if more is guaranteed than there is, or less allowed than is consumed
   * @return completes when they are written down and count
   */
  CompletionStage<Outcome> updateQuotas(
      Principal principal, boolean force, List<QuotaConfig> quotas);

  /**
   * Sets the quota of a role; refused if it has one, and with CONFLICT if it is too much.
   *
   * @param force see {@link #updateQuotas}
   */
  CompletionStage<Outcome> addQuota(Principal principal, boolean force, QuotaConfig quota);

  /** Ends the quota of a role; refused if it has none. */
  CompletionStage<Outcome> removeQuota(Principal principal, String role);

  /**
   * Reserves, unreserves, makes, destroys or resizes on an operator's behalf. Offers are rescinded
   * until enough is free.
   *
   * @param operation one that converts resources
   * @return refused with CONFLICT if not enough is unused
   */
  CompletionStage<Outcome> operate(Principal principal, AgentID agent, Offer.Operation operation);

  /**
   * Why a framework is not offered agents, for each of its roles.
   *
   * @return with nothing if it is not known; fails if there is no allocator or it does not answer
   */
  CompletionStage<List<Explanation>> why(FrameworkID framework);

  /**
   * Why the frameworks of a role, and of those below it, are not offered agents for it; at most 20
   * answers.
   *
   * @return with nothing if it has none; fails as {@link #why(FrameworkID)}
   */
  CompletionStage<List<Explanation>> whyRole(String role);

  /**
   * Begins to record what the allocator is told and what it decides, for {@code meseta replay}. The
   * allocator is made anew for that, as when a newer version of it comes.
   *
   * @param name of the file below {@code recordings} in the folder {@code --work_dir}; it must not
   *     exist yet
   * @param bytes at which the recording ends by itself; positive
   * @return refused with INVALID if the name is none or taken, or if a recording is being made
   */
  CompletionStage<Outcome> record(Principal principal, String name, long bytes);

  /** Ends the recording; refused with NOT_FOUND if there is none. */
  CompletionStage<Outcome> stopRecording(Principal principal);

  /** An agent's link is open: the handshake is done. */
  void agentConnected(AgentLink link);

  /** A message from an agent. */
  void agentSent(AgentLink link, org.meseta.protocol.link.AgentMessage message);

  /** An agent's link is gone. */
  void agentDisconnected(AgentLink link, String reason);

  /**
   * Whether the authorizer lets the principal do this; completes on the master's loop, or at once.
   */
  CompletionStage<Boolean> allows(Principal principal, Action action, String object);
}
