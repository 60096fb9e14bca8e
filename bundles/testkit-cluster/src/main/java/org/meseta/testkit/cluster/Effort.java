package org.meseta.testkit.cluster;

import java.time.Duration;

/**
 * How much has to happen in a run.
 *
 * @param events at least
 * @param faults at least
 * @param span of virtual time at least
 * @param faultEvery mean time between two faults
 */
public record Effort(int events, int faults, Duration span, Duration faultEvery) {}
