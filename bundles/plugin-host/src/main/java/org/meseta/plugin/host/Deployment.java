package org.meseta.plugin.host;

import java.time.Instant;

/**
 * A file that is installed.
 *
 * @param time when it was, or was changed
 * @param file its name
 * @param bundle symbolic name of what is in it
 * @param version of that bundle
 * @param replaces version of what was installed from this file just before; empty if nothing was
 */
public record Deployment(
    Instant time, String file, String bundle, String version, String replaces) {}
