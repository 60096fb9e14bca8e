package org.meseta.plugin.host;

/**
 * How the calls into one plugin went up to now.
 *
 * @param count that have ended, well or not; also those that had no end in time
 * @param failures that threw, or gave what cannot be
 * @param timeouts that had no end in time
 * @param totalMillis time spent in them
 * @param p99Millis so long or less took 99 of 100, to within a fifth
 * @param maxMillis the longest
 */
public record Calls(
    long count,
    long failures,
    long timeouts,
    double totalMillis,
    double p99Millis,
    double maxMillis) {}
