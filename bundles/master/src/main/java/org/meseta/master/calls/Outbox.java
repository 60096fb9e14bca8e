package org.meseta.master.calls;

import java.util.ArrayList;
import java.util.List;

/** Effects of decisions, in order. They take place when the decisions have become visible. */
public final class Outbox {
  private List<Runnable> effects = new ArrayList<>();

  /** Adds an effect: it sends or answers, decides nothing, and does not throw. */
  public void add(Runnable effect) {
    effects.add(effect);
  }

  /** Lets all effects so far take place. */
  public void flush() {
    List<Runnable> now = effects;
    if (!now.isEmpty()) {
      effects = new ArrayList<>();
      now.forEach(Runnable::run);
    }
  }
}
