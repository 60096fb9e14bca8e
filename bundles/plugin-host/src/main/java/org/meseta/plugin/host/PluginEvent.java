package org.meseta.plugin.host;

import java.time.Instant;

/**
 * Something that happened to a plugin.
 *
 * @param plugin as {@link PluginStatus#name}
 * @param state that began
 * @param reason in words; empty if there is nothing to tell
 */
public record PluginEvent(
    Instant time,
    String host,
    String kind,
    String plugin,
    Origin origin,
    PluginState state,
    String reason) {}
