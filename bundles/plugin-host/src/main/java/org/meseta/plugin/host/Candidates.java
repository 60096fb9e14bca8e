package org.meseta.plugin.host;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The plugins that may do one job, the best first. Belongs to the host's loop.
 *
 * @param <F> type of the factory
 */
public final class Candidates<F> {
  private final List<Candidate<F>> all = new ArrayList<>();
  private final Set<Candidate<F>> quarantined = new HashSet<>();

  /** One has come. */
  public void add(Candidate<F> candidate) {
    all.add(candidate);
    all.sort(Candidate.order());
  }

  /** One goes. */
  public void remove(Candidate<F> candidate) {
    all.remove(candidate);
    quarantined.remove(candidate);
  }

  /** This one is not to be used, until {@link #release}. */
  public void quarantine(Candidate<F> candidate) {
    if (all.contains(candidate)) {
      quarantined.add(candidate);
    }
  }

  /** All may be used again. */
  public void release() {
    quarantined.clear();
  }

  /** The one to be used, if there is any. */
  public Optional<Candidate<F>> best() {
    return all.stream().filter(c -> !quarantined.contains(c)).findFirst();
  }

  /** Whether any is there, to be used or not. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  public boolean contains(Candidate<F> candidate) {
    return all.contains(candidate);
  }

  /** The best first. */
  public List<Candidate<F>> all() {
    return List.copyOf(all);
  }
}
