package org.meseta.plugin.host;

import java.time.Instant;

/**
 * What can be told of one plugin.
 *
 * @param host whose plugin it is: {@code master} or {@code agent}
 * @param kind such as {@code allocator}
 * @param name by which flags call it
 * @param since when it is in this state
 * @param reason of its state, in words; empty if there is nothing to tell
 */
public record PluginStatus(
    String host,
    String kind,
    String name,
    Origin origin,
    PluginState state,
    Instant since,
    Calls calls,
    String reason) {}
