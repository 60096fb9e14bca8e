package org.meseta.master.calls;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.meseta.master.state.Agent;
import org.meseta.plugin.Timers.Timer;
import org.meseta.protocol.v1.AgentID;
import org.meseta.runtime.Durations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up agents that have not been heard for too long: as many at a time as the operator allows,
 * and not those that come back while they wait for their turn.
 */
final class AgentAbsence {
  private static final Logger LOG = LoggerFactory.getLogger(AgentAbsence.class);

  private final Desk desk;
  private final AgentTransitions transitions;
  private final AgentDeparture departure;
  private final Turnstile turnstile;
  private final Map<AgentID, Timer> missing = new HashMap<>();
  private final Map<AgentID, Runnable> scheduled = new HashMap<>();

  AgentAbsence(Desk desk, AgentTransitions transitions, AgentDeparture departure) {
    this.desk = desk;
    this.transitions = transitions;
    this.departure = departure;
    this.turnstile = new Turnstile(desk.timers(), desk.flags().agentRemovalGap());
  }

  /**
   * The agent is not connected from now on.
   *
   * @param silence how long ago it was last heard
   */
  void begin(AgentID id, Duration silence) {
    Duration heard = desk.flags().agentSilenceLimit().minus(silence);
    Duration back = desk.flags().agentReregisterTimeout();
    boolean silent = heard.compareTo(back) <= 0;
    String why =
        silent
            ? "health check timed out"
            : "agent did not reregister within " + Durations.format(back) + " after disconnecting";
    Duration left = silent ? heard : back;
    Timer timer =
        desk.timers().schedule(left.isNegative() ? Duration.ZERO : left, () -> tooLong(id, why));
    missing.put(id, timer);
  }

  private void tooLong(AgentID id, String why) {
    LOG.warn("Agent {} is to be given up: {}", id.getValue(), why);
    missing.remove(id);
    desk.counters().count("slave_unreachable_scheduled");
    Runnable turn = () -> giveUp(id, why);
    scheduled.put(id, turn);
    turnstile.enter(turn);
  }

  private void giveUp(AgentID id, String why) {
    scheduled.remove(id);
    transitions.whenSettled(
        id,
        () -> {
          Agent agent = desk.ledger().agent(id);
          boolean absent = agent != null && !agent.connected();
          desk.counters().count("slave_unreachable_" + (absent ? "completed" : "canceled"));
          if (absent) {
            departure.unreachable(id, why);
          }
        });
  }

  /** An agent that a predecessor had admitted has not come back in time. */
  void giveUpRecovered(AgentID id) {
    desk.counters().count("slave_unreachable_scheduled");
    turnstile.enter(
        () ->
            transitions.whenSettled(
                id,
                () -> {
                  boolean absent = desk.ledger().recovered().containsKey(id);
                  desk.counters().count("slave_unreachable_" + (absent ? "completed" : "canceled"));
                  if (absent) {
                    departure.recoveredUnreachable(id);
                  }
                }));
  }

  /** The agent is connected again, or is no more. */
  void end(AgentID id) {
    Timer timer = missing.remove(id);
    if (timer != null) {
      timer.cancel();
    }
    Runnable turn = scheduled.remove(id);
    if (turn != null && turnstile.leave(turn)) {
      LOG.info("Agent {} is not given up after all", id.getValue());
      desk.counters().count("slave_unreachable_canceled");
    }
  }
}
