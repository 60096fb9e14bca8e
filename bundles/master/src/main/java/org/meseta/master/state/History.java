package org.meseta.master.state;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/** What was, the oldest first: immutable and cheap to extend; the oldest are forgotten. */
public final class History<E> extends AbstractCollection<E> {
  private static final History<?> EMPTY = new History<>(TreePVector.empty());

  private final PVector<E> elements;

  private History(PVector<E> elements) {
    this.elements = elements;
  }

  /** Holds nothing. */
  @SuppressWarnings("unchecked") // nothing can be taken out of it
  public static <E> History<E> empty() {
    return (History<E>) EMPTY;
  }

  /** Holds what the collection holds; a history is returned as it is. */
  public static <E> History<E> of(Collection<E> collection) {
    return collection instanceof History<E> history
        ? history
        : new History<>(TreePVector.from(collection));
  }

  /**
   * This and one more.
   *
   * @param limit how many to keep at most
   */
  public History<E> and(E element, int limit) {
    PVector<E> kept = elements.plus(element);
    while (kept.size() > limit) {
      kept = kept.minus(0);
    }
    return new History<>(kept);
  }

  /** This without what matches. */
  public History<E> without(Predicate<E> which) {
    List<E> kept = elements.stream().filter(which.negate()).toList();
    return kept.size() == elements.size() ? this : of(kept);
  }

  @Override
  public Iterator<E> iterator() {
    return elements.iterator();
  }

  @Override
  public int size() {
    return elements.size();
  }
}
