package org.meseta.http.server.jetty;

/**
 * How much of a process all its servers together may take, however many clients there are and
 * whatever they do.
 *
 * @param requests bytes of requests' bodies, from when they arrive until they are answered
 */
record Bounds(Budget requests) {
  private static final int PART = 8;

  /** Those that go with a heap of so many bytes. */
  static Bounds of(long heap) {
    return new Bounds(new Budget(heap / PART));
  }

  /** A single body is never so large that it would not fit even if it came alone. */
  int maxBody(int wanted) {
    return Math.toIntExact(Math.min(wanted, requests.most() / 2));
  }
}
