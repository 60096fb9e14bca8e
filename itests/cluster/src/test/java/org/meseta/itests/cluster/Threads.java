package org.meseta.itests.cluster;

/** Threads for what blocks as long as a test lasts. */
final class Threads {

  private Threads() {}

  /** Runs this beside the test, which does not wait for it. */
  static void beside(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }
}
