package org.meseta.plugin.host;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What lives on of a plugin whose bundle is gone: its classes stay in memory until the process ends
 * or the threads do.
 *
 * @param kind such as {@code allocator}
 * @param name by which flags called it
 * @param since when it went
 * @param threads names of those that it has made, or that are stuck in it, as far as that can be
 *     seen; if there are none, something else holds its classes
 */
public record Leftover(
    String host, String kind, String name, Origin origin, Instant since, List<String> threads) {

  /** In words. */
  public String reason() {
    return threads.isEmpty()
        ? "it is gone, but its classes were still in memory after a full collection"
        : "it is gone, but its classes stay in memory because of "
            + threads.stream().map(t -> "thread '" + t + "'").collect(Collectors.joining(", "));
  }
}
