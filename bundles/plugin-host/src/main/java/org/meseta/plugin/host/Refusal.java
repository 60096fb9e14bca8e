package org.meseta.plugin.host;

import java.time.Instant;

/**
 * A file that was not installed.
 *
 * @param file its name
 * @param reason in words
 */
public record Refusal(Instant time, String file, String reason) {}
