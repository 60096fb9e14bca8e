package org.meseta.http.server.jetty;

/**
 * How much of a process all its servers together may take, however many clients there are and
 * whatever they do.
 *
 * @param requests bytes of requests' bodies, from when they arrive until they are answered
 * @param answers bytes of answers that wait for slow readers
 * @param connections of one server at once; more have to wait
 */
record Bounds(Budget requests, Budget answers, int connections) {
  private static final int PART = 8;
  private static final long BYTES_PER_CONNECTION = 64 << 10;
  private static final int FEWEST_CONNECTIONS = 512;
  private static final int MOST_CONNECTIONS = 32 << 10;

  /** Those that go with a heap of so many bytes. */
  static Bounds of(long heap) {
    long connections =
        Math.max(FEWEST_CONNECTIONS, Math.min(MOST_CONNECTIONS, heap / BYTES_PER_CONNECTION));
    return new Bounds(
        new Budget(heap / PART), new Budget(heap / PART), Math.toIntExact(connections));
  }

  /** A single body is never so large that it would not fit even if it came alone. */
  int maxBody(int wanted) {
    return Math.toIntExact(Math.min(wanted, requests.most() / 2));
  }
}
