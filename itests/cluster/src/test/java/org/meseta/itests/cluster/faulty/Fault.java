package org.meseta.itests.cluster.faulty;

import java.util.concurrent.CountDownLatch;

/** What can be wrong with a plugin. */
public enum Fault {
  /** Throws in each method. */
  THROWS,
  /** Does not return, and heeds no interrupt. */
  BLOCKS,
  /** Gives null, or what cannot be. */
  GARBAGE,
  /** Gives nothing at all. */
  NOTHING,
  /** Cannot be made. */
  CREATE,
  /** Cannot take over what there is. */
  RECOVER,
  /** Makes a thread that outlives it, and works well otherwise. */
  LEAKS,
  /** Takes its time to prepare a container, and works well. */
  SLOW;

  /** The name of the thread that is leaked. */
  public static final String THREAD = "leaked by a plugin";

  /** Blocks for ever. */
  public static void block() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // It does not heed this either.
      }
    }
  }

  /** Makes a thread that nobody ends. */
  static void leak() {
    Thread thread = new Thread(Fault::block, THREAD);
    thread.setDaemon(true);
    thread.start();
  }

  /** Fails, and says that it was meant to. */
  static Error planted(String where) {
    return new StackOverflowError("planted in " + where);
  }
}
