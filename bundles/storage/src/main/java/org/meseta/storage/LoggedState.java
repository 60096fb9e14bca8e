package org.meseta.storage;

/**
 * A state that a {@link StateLog} keeps. The log calls one method at a time, on threads of its own;
 * whoever sees a record acknowledged also sees what was applied up to it. Methods must not block,
 * and may not fail: a log whose state throws takes nothing more.
 */
public interface LoggedState {

  /** Becomes what {@link #snapshot} of this or an older version has returned. */
  void restore(byte[] snapshot);

  /** Makes a change. It must depend on nothing but the state and the record. */
  void apply(byte[] record);

  /** All of it, from which it can be restored. */
  byte[] snapshot();
}
