package org.meseta.plugins.allocator.hierarchical;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meseta.resources.Resources;

/**
 * What is free on an agent, cut to what a role and a framework may be offered. Most agents have
 * nothing that needs cutting: then everybody sees the same object.
 */
final class Offerable {

  private final Resources free;
  private final boolean reserved;
  private final boolean revocable;
  private final boolean shared;
  private final boolean refined;
  private final Portion whole;
  private final Map<Cut, Portion> cuts = new HashMap<>();

  Offerable(Resources free) {
    this.free = free;
    this.whole = new Portion(free);
    this.reserved = !free.reserved().isEmpty();
    this.revocable = !free.revocable().isEmpty();
    this.shared = !free.shared().isEmpty();
    this.refined = !free.withoutRefinedReservations().equals(free);
  }

  boolean isEmpty() {
    return free.isEmpty();
  }

  /** Whoever could use it. */
  Portion whole() {
    return whole;
  }

  /** What a role may use, whatever its frameworks can deal with. */
  Portion to(String role) {
    return reserved ? cuts.computeIfAbsent(new Cut(role, null), this::cut) : whole;
  }

  Portion to(Client client) {
    if (!revocable && !shared && !refined) {
      return to(client.role);
    }
    return cuts.computeIfAbsent(new Cut(client.role, client.framework.abilities), this::cut);
  }

  private Portion cut(Cut cut) {
    Resources left = free.allocatableTo(cut.role);
    Abilities abilities = cut.abilities;
    return new Portion(abilities == null ? left : usable(left, abilities));
  }

  private static Resources usable(Resources free, Abilities abilities) {
    Resources left = free;
    if (!abilities.revocable()) {
      left = left.nonRevocable();
    }
    if (!abilities.refinement()) {
      left = left.withoutRefinedReservations();
    }
    // A shared volume alone would be offered again and again: it is never used up.
    return abilities.shared() && !left.nonShared().isEmpty() ? left : left.nonShared();
  }

  /** What is left when somebody gets a part; of shared volumes nobody gets another copy now. */
  Offerable without(Resources taken) {
    return new Offerable(free.minus(taken));
  }

  private record Cut(String role, @Nullable Abilities abilities) {}
}
