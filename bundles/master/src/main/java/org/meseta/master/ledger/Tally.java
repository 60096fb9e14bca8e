package org.meseta.master.ledger;

import java.util.EnumMap;
import java.util.Map;
import org.meseta.protocol.v1.TaskState;

/** How many tasks are in which state, counted as they change. */
final class Tally {
  private final Map<TaskState, Integer> counts = new EnumMap<>(TaskState.class);

  void add(TaskState state, int change) {
    counts.merge(state, change, Integer::sum);
  }

  Map<TaskState, Integer> copy() {
    return new EnumMap<>(counts);
  }
}
