package org.meseta.master.allocation;

import java.time.Duration;
import org.meseta.plugin.host.PluginBoard;

/**
 * How allocator plugins are dealt with.
 *
 * @param board where everybody reads how they do
 * @param names that the operator gave, with commas between, the first preferred
 * @param deadline within which each call must return
 */
public record AllocatorPlugins(PluginBoard board, String names, Duration deadline) {}
