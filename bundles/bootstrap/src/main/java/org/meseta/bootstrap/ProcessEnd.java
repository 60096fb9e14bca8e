package org.meseta.bootstrap;

/** Ends the process before it has begun to serve. */
final class ProcessEnd {

  private ProcessEnd() {}

  /** Ends it at once: the framework's shutdown would wait for the caller's thread. */
  static void now(int status) {
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }
}
