package org.meseta.runtime;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Timers.Timer;

/**
 * Tasks by deadline; those with one deadline in the order in which they came. One thread uses it,
 * except that any thread may cancel. A cancelled task is let go at once; its empty entry stays
 * until it is due or until most entries are empty, so that cancelling costs next to nothing.
 */
final class TimerHeap {
  private static final int FEW = 1024;

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private final AtomicInteger cancelled = new AtomicInteger();
  private long sequence;

  /** An entry that is not in the heap yet; see {@link #add}. */
  Entry entry(long deadline, Runnable task) {
    return new Entry(deadline, task, cancelled);
  }

  void add(Entry entry) {
    entry.sequence = sequence++;
    entries.add(entry);
    if (cancelled.get() > FEW && cancelled.get() > entries.size() / 2) {
      sweep();
    }
  }

  /** The earliest deadline of a task that was not cancelled, or null. */
  @Nullable Long earliest() {
    Entry first = entries.peek();
    while (first != null && first.get() == null) {
      drop();
      first = entries.peek();
    }
    return first == null ? null : first.deadline;
  }

  /** Takes the first task with a deadline not after {@code now}, or null. */
  @Nullable Runnable due(long now) {
    Entry first = entries.peek();
    while (first != null && first.deadline - now <= 0) {
      entries.remove();
      Runnable task = first.getAndSet(null);
      if (task != null) {
        return task;
      }
      cancelled.decrementAndGet();
      first = entries.peek();
    }
    return null;
  }

  /** How many entries it holds, empty ones too. */
  int size() {
    return entries.size();
  }

  private void drop() {
    entries.remove();
    cancelled.decrementAndGet();
  }

  private void sweep() {
    int before = entries.size();
    entries.removeIf(e -> e.get() == null);
    cancelled.addAndGet(entries.size() - before);
  }

  /** Holds the task until it runs or is cancelled. */
  static final class Entry extends AtomicReference<@Nullable Runnable>
      implements Timer, Comparable<Entry> {
    private static final Comparator<Entry> ORDER =
        (a, b) ->
            a.deadline == b.deadline
                ? Long.compare(a.sequence, b.sequence)
                : Long.signum(a.deadline - b.deadline);

    private final long deadline;
    private final transient AtomicInteger cancelled;
    private long sequence;

    Entry(long deadline, Runnable task, AtomicInteger cancelled) {
      super(task);
      this.deadline = deadline;
      this.cancelled = cancelled;
    }

    @Override
    public boolean cancel() {
      boolean waited = getAndSet(null) != null;
      if (waited) {
        cancelled.incrementAndGet();
      }
      return waited;
    }

    @Override
    public int compareTo(Entry other) {
      return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
