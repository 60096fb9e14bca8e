package org.meseta.agent.gc;

import java.time.Duration;

/**
 * When sandboxes are removed.
 *
 * @param delay how long they are kept when the disk is empty
 * @param headroom share of the disk to be kept free, 0 to 1
 * @param interval how often the disk is looked at
 */
public record GcOptions(Duration delay, double headroom, Duration interval) {}
