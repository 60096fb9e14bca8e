package org.meseta.master.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Explanation;
import org.meseta.master.registry.Remembered;
import org.meseta.protocol.v1.AgentID;
import org.meseta.runtime.Durations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the agents that a predecessor has admitted. Those that do not come back in time are
 * unreachable, unless they are too many: then something else is wrong, and the master ends.
 */
public final class AgentRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(AgentRecovery.class);
  private static final double PERCENT = 100;

  private final Desk desk;
  private final AgentDesk agents;
  private int expected;
  private @Nullable Instant heldUntil;

  public AgentRecovery(Desk desk, AgentDesk agents) {
    this.desk = desk;
    this.agents = agents;
  }

  /** Knows what the predecessor knew. */
  public void begin(Remembered remembered) {
    remembered.agents().forEach(desk.ledger()::recover);
    remembered.unreachable().forEach(desk.ledger()::markUnreachable);
    remembered.gone().forEach(desk.ledger()::markGone);
    remembered.deactivated().forEach(id -> desk.ledger().setDeactivated(id, true));
    desk.ledger().limit(remembered.quotas());
    expected = remembered.agents().size();
    if (expected > 0) {
      Duration time = desk.flags().agentReregisterTimeout();
      LOG.info("{} agents were admitted before; they have {}", expected, Durations.format(time));
      desk.timers().schedule(time, this::timeIsUp);
      holdOff();
    }
  }

  /** With most agents missing, who has a quota would seem to have nothing. */
  private void holdOff() {
    if (!desk.ledger().quotas().isEmpty() && awaited() > 0) {
      LOG.info("Nothing is offered until {} of them are back, for the sake of quotas", awaited());
      Duration most = desk.flags().allocatorRecoveryTimeout();
      heldUntil = desk.now().plus(most);
      desk.allocator().hold();
      desk.timers().schedule(most, this::release);
    }
  }

  /** What is still missing, and whether that keeps the master from offering. */
  Explanation.Recovery standing() {
    return new Explanation.Recovery(
        desk.ledger().recovered().size(),
        Optional.ofNullable(heldUntil)
            .map(until -> new Explanation.HoldOff(Math.max(0, awaited()), until)));
  }

  /** An agent is back. */
  void returned() {
    if (heldUntil != null && awaited() <= 0) {
      release();
    }
  }

  /** How many agents more have to be back for allocations. */
  private int awaited() {
    int back = expected - desk.ledger().recovered().size();
    return (int) Math.ceil(expected * desk.flags().allocatorAgentRecoveryFactor()) - back;
  }

  private void release() {
    if (heldUntil != null) {
      heldUntil = null;
      LOG.info("Offers begin; {} agents are missing", desk.ledger().recovered().size());
      desk.allocator().release();
    }
  }

  private void timeIsUp() {
    List<AgentID> missing = new ArrayList<>(desk.ledger().recovered().keySet());
    missing.sort(Comparator.comparing(AgentID::getValue));
    double share = PERCENT * missing.size() / expected;
    if (share > desk.flags().recoveryAgentRemovalLimit()) {
      desk.end()
          .accept(
              String.format(
                  Locale.ROOT,
                  "%d of %d agents (%.1f%%) did not return within %s, which is more than"
                      + " --recovery_agent_removal_limit allows",
                  missing.size(),
                  expected,
                  share,
                  Durations.format(desk.flags().agentReregisterTimeout())));
      return;
    }
    missing.forEach(agents::giveUpRecovered);
  }
}
