package org.meseta.master.calls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Timers.Timer;
import org.meseta.protocol.v1.AgentID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets agents that have been unreachable or gone for too long, and the oldest of too many. What
 * they had is then unknown, and one that was gone could come back.
 */
public final class AgentMemory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentMemory.class);

  /** What the registry writes in one go is bounded. */
  private static final int AT_ONCE = 1000;

  private final Desk desk;
  private @Nullable Timer next;

  public AgentMemory(Desk desk) {
    this.desk = desk;
  }

  /** Looks for what is to be forgotten, now and then, from now on. */
  public void keep() {
    next =
        desk.timers()
            .schedule(
                desk.flags().registryGcInterval(),
                () -> {
                  look();
                  keep();
                });
  }

  @Override
  public void close() {
    if (next != null) {
      next.cancel();
    }
  }

  private void look() {
    Map<AgentID, Instant> old = new HashMap<>(tooOld(desk.ledger().unreachable()));
    old.putAll(tooOld(desk.ledger().gone()));
    if (!old.isEmpty()) {
      LOG.info("Forgetting {} agents that are unreachable or gone", old.size());
      List<Map.Entry<AgentID, Instant>> all = List.copyOf(old.entrySet());
      for (int from = 0; from < all.size(); from += AT_ONCE) {
        forget(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
      }
    }
  }

  private void forget(List<Map.Entry<AgentID, Instant>> some) {
    Set<AgentID> ids = some.stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    desk.after(
        desk.registry().forget(ids),
        () -> some.forEach(each -> forget(each.getKey(), each.getValue())));
  }

  private Map<AgentID, Instant> tooOld(Map<AgentID, Instant> agents) {
    Instant last = desk.now().minus(desk.flags().registryMaxAgentAge());
    List<Map.Entry<AgentID, Instant>> oldest = new ArrayList<>(agents.entrySet());
    oldest.sort(Map.Entry.comparingByValue());
    int tooMany = Math.max(0, oldest.size() - desk.flags().registryMaxAgentCount());
    Map<AgentID, Instant> old = new HashMap<>();
    for (int i = 0; i < oldest.size(); i++) {
      Instant since = oldest.get(i).getValue();
      if (i < tooMany || since.isBefore(last)) {
        old.put(oldest.get(i).getKey(), since);
      }
    }
    return old;
  }

  /** Unless it has come back meanwhile, and has perhaps become unreachable anew. */
  private void forget(AgentID id, Instant since) {
    boolean same =
        since.equals(desk.ledger().unreachable().get(id))
            || since.equals(desk.ledger().gone().get(id));
    if (same) {
      desk.ledger().forget(id);
    }
  }
}
