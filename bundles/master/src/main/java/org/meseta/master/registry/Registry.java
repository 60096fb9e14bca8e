package org.meseta.master.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.quota.QuotaConfig;

/**
 * Keeps what must outlive the master. Nobody is told of a change before the stage of its operation
 * has completed, which it does on the master's loop and in the order of the operations. A stage
 * that fails means that the change may or may not be kept: the master must then end.
 */
public interface Registry {

  /** The largest description of an agent that can be kept, in bytes. */
  int LARGEST_AGENT = 1 << 20;

  /** What was kept before this master began. To be asked once, before anything is written. */
  Remembered remembered();

  /** Whether it knows all that predecessors knew; if not, any agent may be one of theirs. */
  boolean isComplete();

  /** This master writes from now on. */
  CompletionStage<@Nullable Void> lead(MasterInfo master);

  /** The agent is part of the cluster, or is with this info from now on. */
  CompletionStage<@Nullable Void> admit(AgentInfo agent);

  /** The agent cannot be reached. */
  CompletionStage<@Nullable Void> markUnreachable(AgentID agent, Instant since);

  /** The agent is gone for good, whatever was known of it. */
  CompletionStage<@Nullable Void> markGone(AgentID agent, Instant since);

  /** Nothing of the agent is offered, wherever it is, until {@link #reactivate}. */
  CompletionStage<@Nullable Void> deactivate(AgentID agent);

  /** Ends {@link #deactivate}. */
  CompletionStage<@Nullable Void> reactivate(AgentID agent);

  /** Agents that were unreachable or gone are not remembered any longer. */
  CompletionStage<@Nullable Void> forget(Set<AgentID> agents);

  /** The agent has left. */
  CompletionStage<@Nullable Void> remove(AgentID agent);

  /** These roles have these weights; others keep theirs. */
  CompletionStage<@Nullable Void> weigh(Map<String, Double> weights);

  /** These roles have these quotas; others keep theirs. One that says nothing ends a quota. */
  CompletionStage<@Nullable Void> limit(List<QuotaConfig> quotas);
}
