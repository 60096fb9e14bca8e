package org.meseta.containerizer.process;

/**
 * A process, never mistaken for a later one with the same pid.
 *
 * @param pid in the agent's pid namespace
 * @param startTime in clock ticks since the host's boot
 */
public record ProcessIdentity(long pid, long startTime) {}
